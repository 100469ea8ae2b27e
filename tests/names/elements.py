"""Name elements the generator combines: plain romanised words, some with their Khmer spelling.

Common words of Khmer names only; no line here is anyone's name. Written one after another as
`Latin/Khmer` or `Latin`; a family name is followed by its weight, a rough share of the population.
"""

FAMILIES = """
Sok/សុខ 40 Chan/ចាន់ 36 Chea/ជា 34 Kim/គឹម 30 Ly/លី 28 Seng/សេង 26 Heng/ហេង 25 Lim/លឹម 24
Keo/កែវ 22 Meas/មាស 22 Long/ឡុង 20 Mao/ម៉ៅ 20 Oum/អ៊ុំ 19 Prak/ប្រាក់ 19 Chhim/ឈឹម 18 Nhem/ញ៉ឹម 18
Ouk/អ៊ុក 17 Sin/ស៊ិន 16 Tep/ទេព 16 Yim/យឹម 16 Pich/ពេជ្រ 15 Som/សំ 15 Kong/គង់ 15 Nou 14 Sam/សំ 14
Phan/ផាន់ 13 Ros/រស់ 13 Hun/ហ៊ុន 12 Khiev/ខៀវ 12 Pen/ប៉ែន 12 Prum/ព្រំ 12 Say/សាយ 12 Suon/សួន 12
Vong/វង្ស 12 Chhun/ឈុន 11 Eng/អេង 11 Huot/ហួត 11 Im/អ៊ឹម 11 Khun/ឃុន 11 Mom/ម៉ម 11 Nuon/នួន 11
Tang 11 Touch/ទូច 11 Un/អ៊ុន 11 Var 10 Yin/យិន 10 Chhorn/ឆន 10 Chin/ជិន 10 Chum/ជុំ 10 Duong/ឌួង 10
Hong/ហុង 10 Kang/កង 10 Khem/ខឹម 10 Leng/ឡេង 10 Men/ម៉ែន 10 Neang/នាង 10 Nget/ង៉ែត 10 Pheng/ផេង 10
Pov/ពៅ 10 Roeun/រឿន 10 Sao/សៅ 10 Sar/ស 9 Soeung/សឿង 9 Srey/ស្រី 9 Svay/ស្វាយ 9 Tan/តាន់ 9 Thach/ថាច់ 9
Theng/ថេង 9 Thong/ថោង 9 Tith/ទិត្យ 9 Uch/អ៊ុច 9 Van/វ៉ាន់ 9 Yem/យ៉ែម 9 Yos/យស់ 9 Bun/ប៊ុន 8
Chhay/ឆាយ 8 Chheng/ឆេង 8 Chhoeun/ឈឿន 8 Chuon/ជួន 8 Dy/ឌី 8 En 8 Hak/ហាក់ 8 Ham 8 Hang/ហង់ 8 Hin 8
Hor/ហោ 8 Ieng/អៀង 8 In/អ៊ិន 8 Kann/កាន់ 8 Keat/គាត 8 Khat 7 Khim 7 Khoeun/ឃឿន 7 Koy/កូយ 7 Kuch/គុជ 7
Kun/គុន 7 Lach 7 Lao/ឡៅ 7 Loeung 7 Mam/ម៉ម 7 Mean/មាន 7 Mok/ម៉ុក 7 Moeun/ម៉ឺន 7 Nang 7 Neou 7 Net/នេត 7
Nguon/ងួន 7 Nop/ណុប 7 Nuth/នុត 7 Oeun/អឿន 6 Pann/ប៉ាន់ 6 Peou 6 Phal 6 Phoeun/ភឿន 6 Phuong 6 Pin 6
Poch 6 Pok 6 Pring 6 Rath/រ័ត្ន 6 Ream 6 Rin 6 Samreth/សំរិទ្ធ 6 Sang 6 Sath 6 Sek 6 Sim/ស៊ឹម 6 So/សូ 6
Son/សុន 6 Sorn/សន 6 Sun/ស៊ុន 6 Ty/ទី 5 Tea/ទៀ 5 Thai 5 Thon/ធន់ 5 Tim/ទឹម 5 Toch/តូច 5 Tuon 5 Um 5
Ung/អ៊ឹង 5 Vath 5 Vorn/វន 5 Yan/យ៉ាន 5 Yeang/យាង 5 Yon 5 You/យូ 5 Yun/យុន 5
"""

MALE = """
Vichea/វិជ្ជា Piseth/ពិសិដ្ឋ Rithy/រិទ្ធី Vuthy/វុទ្ធី Vutha/វុទ្ធា Narith/ណារិទ្ធ Narin/ណារិន Narong/ណារ៉ុង
Samnang/សំណាង Sambath/សម្បត្តិ Samoeun/សាមឿន Savuth/សាវុធ Savoeun/សាវឿន Savann/សាវ៉ាន់ Sarun/សារុន
Sarin/សារិន Sarath/សារ៉ាត់ Saroeun/សារឿន Sarom/សារ៉ុម Saron/សារ៉ុន Sareth/សារ៉េត Kosal/កុសល Kosorn/កុសន
Makara/មករា Ratanak/រតនៈ Ratha/រដ្ឋា Rotha Visal/វិសាល Visoth/វិសុទ្ធ Vibol/វិបុល Vireak/វីរៈ Virak
Vathana/វឌ្ឍនា Vannak/វណ្ណៈ Vannara/វណ្ណារ៉ា Vandy/វ៉ាន់ឌី Veasna/វាសនា Veha/វេហា Oudom/ឧត្តម Udam
Phirun/ភិរុណ Phirom/ភិរម្យ Pheakdey/ភក្តី Pheaktra/ភក្ត្រា Phearun Phearak/ភារៈ Panha/បញ្ញា Panhavuth
Pisal/ពិសាល Pisoth Pitou/ពិទូ Ponlok/ពន្លក Ponleu/ពន្លឺ Puthy/ពុទ្ធី Puthea/ពុទ្ធា Putheavy Rady/រ៉ាឌី
Rany Ravuth/រ៉ាវុធ Reaksa/រក្សា Rithya Rottana Samath Seiha/សីហា Serey/សេរី Sereyvuth Setha/សេដ្ឋា
Sitha/សិទ្ធា Sithol Sitheng Socheat/សុជាតិ Sochet/សុចិត្ត Sokha/សុខា Sokhom/សុខុម Sokun/សុគន្ធ Sopheak/សុភ័ក្ត្រ
Sophal/សុផល Sophat/សុផាត Sophan Sophon/សុផុន Sophorn/សុភ័ណ្ឌ Sotheara/សុធារ៉ា Sothun/សុធន Sovann/សុវណ្ណ
Sovath/សុវត្ថិ Sovichea/សុវិជ្ជា Tola/តុលា Thavrak Thavuth/ថាវុធ Thavorn/ថាវរ Theara/ធារ៉ា Thearith/ធារិទ្ធ
Theavuth Tithya/ទិត្យា Tony Vanthan Vantha/វ៉ាន់ថា Vannarith/វណ្ណារិទ្ធ Vicheth/វិចិត្រ Vichet Yuthea/យុទ្ធា
Yutho Chamroeun/ចម្រើន Chamnan/ជំនាញ Chakra/ចក្រា Chakriya Chantha/ចន្ថា Dara/ដារ៉ា Darith/ដារិទ្ធ
Darareaksmey Daro Borey/បុរី Bora/បូរ៉ា Borin/បូរិន Boramey/បារមី Bondeth/បណ្ឌិត Bunrong Chhaya/ឆាយា
Mara/ម៉ារ៉ា Mesa/មេសា Mony/មុនី Monyvann Moniroth/មុនីរ័ត្ន Monorom/មនោរម្យ Nimith/និមិត្ត Nirith
Nisay/និស្ស័យ Kakada/កក្កដា Kimsour Kiriya/កិរិយា Komar/កុមារ Kompheak/កុម្ភៈ Mithona/មិថុនា
Meakara Ousaphea/ឧសភា Tykea Athit/អាទិត្យ Akara/អក្ខរា Amara/អមរា Anucha Arun/អរុណ Atith
"""

FEMALE = """
Bopha/បុប្ផា Botum/បទុម Chenda/ចិន្តា Chanda/ច័ន្ទដា Channary/ចាន់ណារី Chansophea Chantrea/ចន្ទ្រា Chorvy
Dalin/ដាលីន Daly/ដាលី Dany/ដានី Daravy/ដារ៉ាវី Devi/ទេវី Kalyan/កល្យាណ Kanha/កញ្ញា Kanika/កណិកា Kannitha
Kesor/កេសរ Kolap/កុលាប Konthea Kosoma/កុសុមា Kunthea/គន្ធា Kunthy/គន្ធី Lakhena Leakena/លក្ខិណា Lida/លីដា
Lina/លីណា Lisa Maly/ម៉ាលី Malis/ម្លិះ Mara Mealea/មាលា Mealy Mengly Minea/មីនា Mony/មុនី Monika/មុនីកា
Molika/មល្លិកា Nary/ណារី Naren Navy/ណាវី Nakry/ណាគ្រី Nita/នីតា Nimol/និមល Nisa Phalla/ផល្លា Phally/ផល្លី
Phalkun Phanna/ផាន់ណា Phary/ផារី Pheap/ភាព Phearom/ភារម្យ Pisey/ពិសី Pich/ពេជ្រ Ratana/រតនា Rachana/រចនា
Raksmey/រស្មី Rany/រ៉ានី Romdoul/រំដួល Rumny Sakhan Samphors/សម្ផស្ស Samphy Saren Savy/សាវី Savon/សាវន
Seda/សីដា Sina/ស៊ីណា Sitha Socheata/សុជាតា Sodary/សុដារី Sokha/សុខា Sokhim/សុខឃីម Sokly/សុខលី Sokunthea/សុគន្ធា
Sokunthy Solida/សូលីដា Somaly/សុម៉ាលី Somana/សុមនា Sonita/សូនីតា Sopha/សុផា Sophany/សុផានី Sophary/សុផារី
Sophea/សុភា Sopheap/សុភាព Sopheary Sophie Sophy/សុភី Soriya/សុរិយា Sorphea Sothea/សុធា Sotheary/សុធារី
Sothy/សុធី Sovanna/សុវណ្ណា Sovannary/សុវណ្ណារី Soveary Sovy Soyean Sunary Tevy/ទេវី Teva/ទេវា Thary/ថារី
Thavy/ថាវី Thea/ធា Theary/ធារី Theany/ធានី Thida/ធីតា Thyda Toeur Vanna/វណ្ណា Vannary/វណ្ណារី Vanny/វណ្ណី
Vattey Vatana Veata Vicheka/វិច្ឆិកា Vimean/វិមាន Virya/វិរិយា Voleak/វល្លិ៍ Yary Yaneth Yuphea Pagna
Chariya/ចរិយា Chetra/ចេត្រា Chivy Kagnana Kimseat Kravann/ក្រវាន់ Lyda Marady/ម៉ារ៉ាឌី Meta/មេត្តា
Muny Neary/នារី Ny/នី Pheary/ភារី Ponnary/ប៉ុណ្ណារី Punleak Reasey/រាសី Rina/រីណា Roza Sarita Sereyneath
"""

# First and second syllables of names in two parts, which writers join, split or hyphenate.
MALE_FIRST = """
Sok/សុខ Chan/ចាន់ Bun/ប៊ុន Kim/គឹម Meng/ម៉េង Vann/វណ្ណ Sam/សំ Sovan/សុវណ្ណ Ratana/រតនា Puthi/ពុទ្ធិ Heng/ហេង
Ly/លី Mony/មុនី Rith/រិទ្ធ Sophea/សុភា Vathanak/វឌ្ឍនៈ Phal/ផល Tek Hok Chhun/ឈុន Leang/លាង Pheak/ភក្តិ
"""
MALE_SECOND = """
thoeun/ធឿន rith/រិទ្ធ long/ឡុង heng/ហេង hong/ហុង leng/ឡេង ly/លី hour/ហួរ san/សាន nara/ណារ៉ា sak/ស័ក្តិ
vuth/វុធ chhay/ឆាយ chhoeun/ឈឿន than/ថាន thy/ធី dara/ដារ៉ា roth/រ័ត្ន reth mean/មាន pheng/ផេង sour
kea khun/ឃុន leap/លាភ leang/លាង nath/ណាត non/នន ny/នី phan/ផាន phat/ផាត seng/សេង sin/ស៊ិន song theng/ថេង
thol/ថុល tra veng/វ៉េង vibol/វិបុល visal/វិសាល chhai chheang/ឈាង nimol/និមល oudom/ឧត្តម rong rithy/រិទ្ធី
"""
FEMALE_FIRST = """
Srey/ស្រី Chan/ចាន់ Sok/សុខ Kim/គឹម Sovan/សុវណ្ណ Vann/វណ្ណ Mony/មុនី Pich/ពេជ្រ Keo/កែវ Thida/ធីតា Bopha/បុប្ផា
Meas/មាស Heang/ហ៊ាង Phal/ផល Sophea/សុភា Ratana/រតនា Nary/ណារី Muoy/មួយ Neang/នាង Lin/លីន
"""
FEMALE_SECOND = """
mom/មុំ neang/នាង pov/ពៅ leak/ល័ក្ខ pich/ពេជ្រ roth/រ័ត្ន touch/តូច nich/និច oun/អូន mey/ម៉ី ny/នី thou/ធូ
thy/ធី tha/ថា tola/តុលា hong/ហុង heang/ហ៊ាង ly/លី leang/លាង lin/លីន mao/ម៉ៅ meas/មាស na/ណា nary/ណារី
neth/នេត្រ phea/ភា phors/ផស្ស rany/រ៉ានី reaksmey/រស្មី seang/ស៊ាង sophea/សុភា theary/ធារី vy/វី yen yun/យុន
kanha/កញ្ញា kunthea/គន្ធា da/ដា rina/រីណា minea/មីនា mony/មុនី sophy/សុភី boramey/បារមី
chenda/ចិន្តា veasna/វាសនា
"""
