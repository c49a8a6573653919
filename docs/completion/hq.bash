# bash completion for hq: commands, their options, codes of jurisdictions, files.
_hq()
{
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} options=
	if [ "$COMP_CWORD" -eq 1 ]; then
		COMPREPLY=($(compgen -W "eval explain plan roster states schema --help --version" -- "$cur"))
		return
	fi
	case $prev in
	-j|--jurisdiction|--worksheet)
		COMPREPLY=($(compgen -W "$(hq states --format csv 2>/dev/null | sed '1d;s/,.*//')" -- "${cur^^}"))
		return ;;
	--format)
		local formats="text json csv"
		[ "${COMP_WORDS[1]}" != roster ] || formats="csv ndjson json text"
		COMPREPLY=($(compgen -W "$formats" -- "$cur"))
		return ;;
	--from)
		COMPREPLY=($(compgen -W "csv events ndjson json" -- "$cur"))
		return ;;
	--map)
		COMPREPLY=($(compgen -W "edfi ceds staging" -- "$cur") $(compgen -f -- "$cur"))
		return ;;
	-o|--output|--errors|--rollup)
		COMPREPLY=($(compgen -f -- "$cur"))
		return ;;
	--fail-on)
		COMPREPLY=($(compgen -W "highly_qualified not_highly_qualified undetermined not_applicable" -- "$cur"))
		return ;;
	--as-of|--within|--plan|--jobs)
		return ;;
	esac
	case ${COMP_WORDS[1]} in
	roster) options="--jurisdiction --as-of --closed --from --map --format --output --errors --rollup --summary --strict --jobs --fail-on --quiet" ;;
	plan) options="--jurisdiction --as-of --within --closed --format --all --plan-form --plan --margin --quiet" ;;
	eval) options="--jurisdiction --as-of --closed --format --fail-on --quiet" ;;
	explain) options="--jurisdiction --as-of --closed --format --fail-on --quiet --next --what-matters" ;;
	states) options="--format" ;;
	schema) options="--worksheet --as-of --format" ;;
	esac
	case $cur in
	-*) COMPREPLY=($(compgen -W "$options --help --version" -- "$cur")) ;;
	*)
		case ${COMP_WORDS[1]} in
		eval|explain|plan|roster) COMPREPLY=($(compgen -f -- "$cur")) ;;
		esac ;;
	esac
}
complete -o filenames -F _hq hq
