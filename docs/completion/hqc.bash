# bash completion for hqc: commands, their options, rule files.
_hqc()
{
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} options=
	if [ "$COMP_CWORD" -eq 1 ]; then
		COMPREPLY=($(compgen -W "check fmt test eval build index doc rows examples messages --help --version" -- "$cur"))
		return
	fi
	case $prev in
	-o|--output|--depfile)
		COMPREPLY=($(compgen -f -- "$cur"))
		return ;;
	esac
	case ${COMP_WORDS[1]} in
	check) options="--uncited" ;;
	fmt) options="--check --in-place" ;;
	build) options="--output --depfile" ;;
	index) options="--output" ;;
	eval) options="--jurisdiction --as-of --closed --format --quiet --fail-on" ;;
	esac
	case $cur in
	-*) COMPREPLY=($(compgen -W "$options --help --version" -- "$cur")) ;;
	*) COMPREPLY=($(compgen -f -X '!*.hq' -- "$cur") $(compgen -d -- "$cur")) ;;
	esac
	[ "${COMP_WORDS[1]}" = eval ] && [ "$COMP_CWORD" -gt 2 ] && COMPREPLY+=($(compgen -f -- "$cur"))
}
complete -o filenames -F _hqc hqc
