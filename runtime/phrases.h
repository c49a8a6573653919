/* Made by `make phrases` (tests/support/phrases.py) from the rule files. A part of the table format: see there. */
enum { PHRASES = 661, PHRASE_BLOCK = 64 };

static const char phrase_text[] =
	"Elementary school year to grade usemester hours in the subjectorelated , as another , for the , in f"
	"orcertificate , not , passed, and the date , the , which -contain a 12 1982002-07-0100 : the ; a Bac"
	"helor's Certifacts.hqCollege Comajor Content Courequirecogninstitutiono Eare the Englishipoints of a"
	" year Full Grable HOUSSE Has taughtwo In the Major National Board New Not new, by the longrades and "
	"One Praxis II Professional education the Qualified Specis not printed State Teacher The Yearnoteachi"
	"ng _test that the accredited activities, or ademic after aloneach alternatis one of approved arter a"
	"ssessmentaken assignment astereviewas awardsources.hqbachelorubricalls new; who begin elementary bel"
	"ementary_2006beside bilanguage areasks for a both commathematiclassigneday competendorsement compled"
	"ecis the content area core subjects counts course coursework credit is that of the source creditself"
	"ederal listandarded cris_new teachers curriculumay be depart development does not say eitheir employ"
	"s equival_teachers, update ever taught is a every examinationamed existing experiencedefinition fiel"
	"d first five form founder four from ft full years are not giveterany section prints graduate have hi"
	"ghousseconferecore subject itteamiddle ity know lateruless than elementary levelservicertifications;"
	" the text lin its own ly qualified nothing numbefore optionobody pedagogeneralist plan portfolicense"
	"valuationly childhood presentakes professional programme publicence skillast social studistrict some"
	"_yearsciencesilenthey speciall state state's stedegree this asked those three yearsinimumoreading to"
	" be tookindergartenoughas names traboardated July 2006ts, so visionot_new to the waivanced what is e"
	"ntered as when a teacher where with the without ";

/* Of each phrase that one byte stands for: where it begins in it, times 16, and how long it is. */
static const uint16_t phrase_single[] = {
	2069, 13876, 8644, 805, 356, 3283, 1138, 2054, 8629, 26501, 2994, 3090, 20790, 11, 2658, 450,
	5714, 5715, 7091, 1218, 20179, 2088, 9346, 114, 4372, 11700, 1171, 12232, 9834, 1058, 5637, 21543,
	6067, 6071, 1634, 1643, 1644, 194, 12951, 12956, 13494, 1106, 26239, 24774, 15387, 8370, 482, 8981,
	307, 1090, 1091, 6841, 10986, 10987, 11183, 66, 9779, 67, 626, 627, 578, 6291, 17210, 3416,
	1380, 1384, 422, 6230, 6231, 25956, 19222, 1730, 770, 771, 775, 7987, 7988, 4562, 6531, 7287,
	13903, 4210, 13843, 21028, 18, 4546, 23367, 22557, 3701, 50, 52, 5987, 4307, 7876, 4739, 14023,
	14029, 2546, 6947, 8947, 9236, 994, 1395, 27907, 19922, 1958, 4630, 4631, 1010, 25447, 738, 6310,
	18374, 741, 4709, 12854, 8611, 15714, 4578, 10298, 24357, 14549, 887, 19512, 1890, 5270, 14871, 16172,
	7913, 611, 8068, 8069, 818, 8149, 820, 2153, 20825, 12084, 1682, 4260, 979, 5348, 16322, 16327,
	515, 18567, 10148, 27061, 10820, 27701, 146, 292, 18309,
};
/* Of each that two bytes stand for: how far behind the one before it, times 16, and how long. Where the first of every PHRASE_BLOCK begins. */
static const uint8_t phrase_step[] = {
	9, 116, 55, 22, 7, 12, 117, 74, 25, 53, 51, 73, 13, 84, 68, 5,
	6, 73, 46, 51, 85, 120, 51, 5, 19, 4, 69, 13, 88, 20, 21, 6,
	102, 35, 23, 117, 10, 85, 55, 132, 19, 54, 36, 72, 35, 20, 52, 67,
	4, 133, 86, 104, 37, 6, 51, 56, 19, 5, 85, 83, 51, 51, 6, 100,
	52, 70, 100, 75, 26, 166, 216, 20, 7, 67, 51, 38, 99, 6, 8, 68,
	68, 55, 19, 67, 7, 37, 68, 7, 11, 37, 179, 19, 8, 135, 84, 52,
	67, 53, 55, 117, 83, 37, 35, 52, 6, 7, 122, 215, 118, 105, 11, 15,
	19, 8, 163, 4, 67, 4, 68, 7, 9, 12, 117, 88, 68, 228, 71, 9,
	10, 173, 70, 36, 76, 13, 52, 10, 70, 21, 39, 122, 37, 8, 133, 78,
	59, 67, 4, 7, 8, 134, 101, 8, 20, 116, 68, 20, 85, 8, 149, 36,
	9, 19, 57, 35, 119, 11, 36, 6, 19, 51, 84, 5, 8, 10, 68, 68,
	119, 118, 101, 150, 9, 36, 103, 55, 118, 9, 35, 4, 118, 106, 147, 6,
	107, 36, 69, 85, 70, 149, 6, 84, 67, 104, 118, 95, 19, 134, 99, 5,
	62, 227, 27, 180, 71, 115, 39, 11, 22, 100, 37, 51, 9, 54, 38, 100,
	5, 35, 51, 4, 51, 10, 40, 83, 36, 5, 19, 132, 68, 8, 99, 7,
	11, 12, 52, 150, 67, 36, 55, 120, 13, 133, 83, 5, 12, 14, 89, 148,
	7, 19, 103, 67, 58, 99, 4, 5, 87, 70, 56, 142, 179, 55, 70, 36,
	56, 12, 53, 84, 19, 24, 115, 4, 67, 38, 52, 13, 72, 9, 154, 55,
	100, 7, 67, 54, 35, 4, 5, 92, 201, 13, 212, 38, 102, 36, 51, 55,
	83, 40, 26, 242, 36, 5, 15, 19, 4, 71, 10, 117, 86, 100, 11, 51,
	117, 6, 104, 9, 155, 35, 6, 68, 74, 11, 51, 133, 51, 54, 101, 35,
	52, 5, 85, 35, 5, 6, 100, 5, 84, 5, 83, 53, 15, 86, 10, 104,
	131, 99, 20, 12, 72, 15, 135, 120, 9, 149, 84, 117, 38, 85, 45, 212,
	36, 55, 22, 99, 4, 68, 35, 53, 68, 35, 10, 55, 37, 46, 229, 52,
	36, 7, 19, 77, 134, 83, 195, 23, 55, 67, 4, 67, 13, 216, 132, 53,
	118, 87, 37, 87, 101, 10, 11, 85, 21, 84, 5, 84, 8, 101, 7, 83,
	21, 10, 133, 43, 56, 163, 7, 52, 54, 106, 13, 215, 9, 52, 67, 54,
	21, 40, 133, 69, 92, 22, 11, 100, 5, 55, 9, 154, 55, 103, 53, 70,
	85, 87, 84, 69, 6, 104, 132, 55, 117, 41, 53, 6, 102, 100, 6, 11,
	163, 22, 84, 69, 6, 102, 99, 19, 36, 12, 19, 150, 36, 53, 70, 99,
	35, 21, 165, 148, 118, 84, 7, 75, 71, 116, 52, 7, 120, 94, 56, 11,
	68, 117, 15, 90, 40, 134, 20, 20, 68, 9, 152, 68,
};
static const uint16_t phrase_block[] = {
	0, 183, 404, 614, 836, 1060, 1280, 1517,
};
