/* Made by `make phrases` (tests/support/phrases.py) from the rule files. A part of the table format: see there. */
enum { PHRASES = 660 };

static const char phrase_text[] =
	"National Board calls new; who dated July 2006elementary_2006ever taught is full years are is that of"
	" the section prints when a teacher an elementary core subjects in elementary in the subjectis entere"
	"d as is not printedof the source , as another Professional education certificationcontent area core "
	"subject does not say ly childhood new teachers professional semester hourNot new, by any section cer"
	"tificate development endorsement federal listkindergartenschool year teachers, upBachelor's Elementa"
	"ry accredited assignment definition examinationexperiencedgeneralist institutionew to the ocial stud"
	"ithree years to grade , in forceHas taughtPraxis II Qualified activitiesassessmentcourseworkcurricul"
	"umevaluationless than mathematicsome_yearsources.hqalternatiapproved asks for district est that exis"
	"ting graduate is asked programmes in the teaching that the date the text with the , passed, which -c"
	"ontainCollege Content Teacher _teacherand the are not are the assignedbachelorcompetenfacts.hqfor th"
	"e licence nothing portfoliprinted related standardstate's the longwhat is schoolEnglishHOUSSE In the"
	" a year ademic before beside by the counts course credit creditsdegree equivalgrades is the its ownl"
	"anguaglicensemiddle nobody not_newon the one of points presentreadingrecognirequireservicespecialupd"
	"ate vanced veteran, and , for , not , the 2002-0: the ; the CertifMajor State ading after ationsawar"
	"dscompleconferdepartemployenoughevery first for a hours housseinimumis_newit is major named optionpu"
	"blicreviewrubrics and silentstate taken takes their those to be under visionwhere , or , so Full Spe"
	"ci_testable aloneareasterbeginboardboth classeach encesfive form foundfour from has nhave in a is a "
	"last levely quof a only ound part plan recors of skilltest they this work 100 7-01; a CourNew One Th"
	"e Yearagogall commday decided earneithes, fielhighitemitteity knowmay morenoteout own ruleselfshipte"
	"amts, two waivwas 12 198ComEarGraboal_cricy ft givledlinme no ookow peds; scisevsintootortrauseys ";

/* Where each begins in it, times 16, and how long it is. */
static const uint16_t phrase_at[PHRASES] = {
	21109, 1140, 1560, 25332, 1605, 9316, 7827, 3730, 21094, 25317, 25397, 21570, 386, 21670, 7883, 2002,
	9890, 98, 99, 9011, 2162, 2163, 178, 1380, 4644, 3235, 15400, 8234, 18, 21, 17847, 6115,
	18071, 3682, 6363, 6364, 2082, 4515, 4519, 4524, 10918, 210, 495, 18630, 6555, 8130, 1410, 26325,
	1299, 530, 531, 4153, 722, 730, 2219, 735, 786, 1955, 8852, 6739, 787, 994, 995, 4002,
	4963, 8762, 15784, 12388, 15912, 18854, 18855, 26884, 23302, 4402, 1842, 2611, 2839, 12819, 12820, 1154,
	1155, 3287, 1455, 8146, 18467, 19076, 738, 7058, 16039, 5149, 23685, 770, 772, 339, 31347, 29988,
	1571, 1575, 66, 1763, 8723, 19860, 2402, 12403, 30051, 19138, 14150, 19974, 19975, 1394, 20199, 306,
	24262, 1350, 2581, 27909, 16902, 7619, 5074, 1682, 17362, 11866, 20645, 16677, 2471, 4808, 1122, 1046,
	2039, 7516, 13465, 3139, 25652, 28069, 1490, 1493, 1620, 13689, 13833, 11588, 34, 36, 31779, 594,
	7666, 31875, 20983, 30628, 17061, 13973, 626, 1284, 1285, 17175, 9802, 3733, 3741, 6085, 21190, 9957,
	9962, 21286, 14120, 25395, 21382, 14248, 14376, 28388, 30691, 30739, 659, 21478, 660, 28452, 21574, 28516,
	390, 7707, 21766, 14504, 30787, 14627, 14630, 14632, 28580, 30835, 7881, 17287, 25477, 30883, 17396, 17398,
	17399, 10122, 17511, 581, 21862, 9, 11, 15, 28643, 28644, 5972, 5975, 5977, 5980, 28708, 10279,
	10281, 10282, 3949, 10442, 25557, 21958, 14757, 14760, 28772, 28836, 14888, 25637, 2010, 17623, 25717, 30915,
	8055, 8059, 2067, 7722, 10596, 10597, 10600, 10602, 17735, 20229, 22054, 22150, 28900, 4108, 4109, 30963,
	10469, 10472, 9013, 9014, 259, 28964, 25797, 12022, 12025, 2174, 15011, 15012, 15016, 19206, 3816, 6164,
	6172, 12166, 12169, 179, 180, 1379, 15144, 15272, 4645, 25877, 2324, 12307, 13077, 13078, 12313, 10756,
	10762, 8235, 25925, 1523, 499, 6484, 501, 19, 4214, 24, 22246, 22341, 22342, 15528, 24979, 17845,
	26003, 26005, 17959, 26085, 19557, 26164, 26165, 255, 3683, 4311, 4317, 11923, 14323, 5189, 5192, 26244,
	26245, 20341, 15651, 29028, 15652, 15656, 22438, 22534, 14389, 4520, 4525, 2387, 2389, 2396, 4733, 2398,
	18180, 18183, 18295, 10922, 8084, 8086, 18407, 18519, 31011, 11075, 11082, 31059, 13749, 29092, 9907, 29156,
	29219, 29220, 8410, 8411, 18631, 22630, 6556, 12455, 12457, 4937, 4941, 15108, 11767, 2052, 29284, 14212,
	4148, 4154, 29348, 731, 22726, 26405, 6743, 6747, 6748, 22822, 4580, 3112, 3115, 18739, 18743, 6981,
	25252, 20547, 29412, 4006, 12596, 12601, 11237, 11242, 964, 965, 975, 22918, 8580, 8587, 12744, 12745,
	8763, 6936, 6940, 29476, 23011, 23014, 26485, 10035, 23110, 10037, 26564, 26565, 26645, 26724, 26725, 26804,
	26805, 31107, 1205, 1215, 14579, 8933, 8938, 8939, 31155, 9861, 9862, 12888, 12889, 13220, 18659, 26885,
	26965, 25236, 29540, 5908, 23205, 23206, 19430, 28019, 27045, 2622, 2846, 7139, 8451, 23398, 9108, 9111,
	9115, 27125, 13033, 3070, 3294, 1448, 18967, 23494, 7075, 23590, 29604, 19079, 29668, 29731, 29732, 7124,
	7132, 29796, 19191, 26259, 27205, 19475, 31203, 11395, 11402, 27285, 16037, 16040, 19303, 31251, 7060, 9029,
	16996, 611, 5147, 27349, 23686, 11562, 29860, 31299, 6661, 19415, 8627, 29924, 23779, 23781, 23782, 5348,
	5357, 9275, 19527, 3332, 3339, 19636, 19639, 3828, 16168, 29811, 9446, 9451, 27429, 3517, 3518, 3976,
	14516, 14519, 19751, 19863, 27509, 31395, 23878, 15927, 6788, 3845, 3846, 22852, 27589, 30052, 31443, 19139,
	30116, 22659, 22660, 27669, 14147, 31491, 8787, 8790, 27748, 27749, 22756, 19972, 16292, 16296, 20083, 20087,
	1811, 1812, 3399, 16424, 1815, 5555, 5562, 5565, 13175, 13177, 12196, 23974, 14995, 20311, 27829, 3171,
	3172, 16552, 20423, 24070, 11127, 24166, 30180, 12358, 13321, 11447, 31539, 7318, 7319, 7324, 31587, 18355,
	1683, 1688, 1695, 30244, 5769, 5773, 20132, 20532, 20535, 31635, 30308, 8260, 24358, 31683, 4036, 27989,
	11722, 3620, 20647, 9059, 16680, 16805, 24454, 16808, 9141, 9540, 9541, 2473, 24547, 24550, 24646, 1047,
	1050, 6499, 2037, 2040, 5416, 5417, 7514, 13464, 30372, 515, 516, 22707, 5844, 21013, 12052, 13893,
	11477, 13609, 1619, 16936, 24742, 11592, 28149, 28229, 24838, 9620, 9622, 9627, 11667, 1733, 9331, 24934,
	9335, 31731, 31827, 1875, 30436, 30500, 2485, 23989, 25027, 25029, 25030, 20759, 20868, 20871, 26515, 979,
	980, 25126, 10660, 30564, 17064, 1925, 1935, 25222, 14275, 14278, 420, 13972, 13977, 11011, 11012, 28309,
	7429, 1286, 1290, 31923,
};
