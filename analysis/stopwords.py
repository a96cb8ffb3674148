"""Words that carry grammar rather than a topic, per language."""

INDONESIAN = frozenset(
    """
    ada adalah adanya agar aja akan aku amat anda antara apa apabila apakah atas atau baca
    bagaimana bagi bahkan bahwa banget banyak bapak baru bawah beberapa begini begitu
    begitupun belum benar berbagai berdasarkan bgt bisa blm boleh bu buat bukan bulan butuh
    cukup cuma dahulu dalam dan dapat dari daripada datang deh demi demikian dengan depan
    dgn di dia diberikan dibuat digunakan diharapkan dilakukan diperlukan diri dll dong dr
    dsb dst dulu engga enggak ga gak ganti gimana guna hal hanya harap hari harus hendaknya
    hingga hormat ia ialah ibu ingin ini itu jadi jangan jauh jelas jg jgn jika jikalau juga
    jumlah kadang kah kak kalau kali kalo kami kamu kan karena kasih kata kayak ke kembali
    kemudian kenapa kepada kita klo kok krn kurang lagi lah lain lainnya lalu lama langsung
    lanjutkan lebih lewat lg maka makin malah mana mantap mas masih masing mau maupun mbak
    melainkan melakukan melalui memang memberikan membuat membutuhkan mengenai menggunakan
    mengusulkan menjadi mereka merupakan meski meskipun min mohon mungkin nah namun nanti
    ngga nggak nih nya oke oleh orang pada padahal pak paling para pasti pd per perlu pernah
    pihak pula pun punya rasa saat saja salah salam sama sambil sampai sana sangat saran
    satu saya sdh sebab sebagai sebagaimana sebaiknya sebelum sebelumnya sebuah secara
    sedang sedangkan sedikit segera seharusnya sehingga sejak sekali sekarang sekitar selain
    selalu selama seluruh semangat semoga semua sendiri seorang seperti sering serta sesuai
    setelah setiap setuju siapa sih silakan sini sip situ sm suatu sudah supaya tahun tak
    tambah tanpa tapi tdk telah tentang tentu tentunya terhadap terima terjadi terkait
    terlalu termasuk ternyata tersebut terus tes tetap tetapi tiap tidak tlg tolong trus tsb
    udah udh untuk usul usulan utk walau walaupun ya yaitu yakni yang yg yth
    """.split()  # noqa: SIM905 - a word list reads best as words
)
JAVANESE = frozenset(
    """
    ae aja akeh aku amarga ampun ana apa arep babagan bakal banget ben bisa biyen boten
    cukup dadi dados deh dening dereng dhateng dhewe dheweke dinggo durung duwe endi entuk
    ganti ibu iki iku ing ingkang isa isih iso jelas jumlah kabeh kalebu kaliyan kang kangge
    kanggo kanthi kapan karo kasebut kathah kaya kayata kedah kene kita kok kowe kudu kula
    kurang kuwe kuwi lagi lah lak lan langkung langsung liya liyane loro luwih malah mantap
    marang marga mas matur mau mbok mboten meh menawa menawi mengko menika menyang merga
    mesthi mugi mung mungkin nang nanging nduwe nduweni nek neng nganti ngendi nggih ning
    njero njur nuwun oke ono opo ora padha paling panjenengan panjenengane para piye podo
    priye punika rasa rong saben sadurunge sae saged saiki saka sakdurunge saking sakwise
    salah sami sampeyan sampun sanadyan sanget sapa sawetara sawijining sawise sedaya seh
    sek sih siji sing supaya suwe tak taksih tanpa tekan telu tenan terus tinimbang tiyang
    udu uga umume utawa uwis wae wektu wis wong wonten ya yaiku yen yo
    """.split()  # noqa: SIM905 - a word list reads best as words
)
SUNDANESE = frozenset(
    """
    abdi acan anjeun anjeunna antara anu aranjeunna arurang atanapi atawa atuh aya ayeuna
    bade baheula bakal bapa bisa boga bulan butuh can cekap deh deui di dieu dina ditu dua
    dugi engke eta gaduh ge geus hatur hayang henteu heula hiji hoyong hungkul ibu ieu iraha
    iyeu jadi jalma jang janten jauh jelas jeung ka kabeh kalawan kalayan kali kanggo kedah
    keneh keur kirang kitu komo ku kudu kumaha kuring kusabab lah lain lamun langkung
    langsung leuwih lian loba mah mana mangga mantap margi masih masing meh moal mun mung na
    naha naon nepi ngan nu nuhun nuju nya nyaeta nyaéta oge ogé oke osok paling pang para
    parantos pasti pernah pikeun pisan punten rasa rek saatos sabab sababaraha sabari sadaya
    sae saeutik sagala saha sahiji salah salian sami sanaos sanes sangkan sanés sapertos
    sareng sarta sawaktos sering seueur siga sih sok sumping supados tanpa tapi teh teras
    teu teuing ti tiasa tibatan tilu tina tong tos téh ukur ulah unggal upami urang wae
    waktos yen yén éta
    """.split()  # noqa: SIM905 - a word list reads best as words
)
MINANGKABAU = frozenset(
    """
    acok ado adolah akan alah alun ambo antaro apo apobilo atau ateh awak baa babarapo
    bahaso bahkan baitu baliak bana banyak bara barado baru bawah beko biaso biasonyo bilo
    bisa bukan bulan ciek cukuik cuma dalam dan dapek dari daripado datang dek denai di
    dikecekan dima dimano diri dulu duo hal hanyo hari harus hinggo ibu iko indak inyo itu
    jadi jan jikok jo jumlah juo ka kabanyakan kadang kaduo kalau kali kama kami karano
    kasih katiko kayak kini kito ko kurang labiah lah lai lain lamo lewat lo ma makin malah
    mananyo manjadi mantap manuruik masih mode mungkin namun nan ndak ndeh nio nyo oke
    padahal pado paliang para partamo pasti pernah pihak pun punyo sabagai sabalun
    sabalunnyo sabana sabanyak sabuah sacaro sadang sado sagalo sahinggo sajak sajo saketek
    salah salain salamo sambia samo sampai sangaik sarato sarupo sasudah satalah satiok satu
    se sia sih siko sinan sinin supayo surang talampau tamasuak tanpa tantang tapi tarimo
    taruih tarutamo tatap tibo tigo tolong tu untuak urang utamo wak walau walaupun yo
    """.split()  # noqa: SIM905 - a word list reads best as words
)
ENGLISH = frozenset(
    """
    a about after again all already also always am an and any are as at be because been
    before between both but by can cannot could did do does each even every for from get got
    had has have he her here his how i if in into is it its itself just know let make many
    may me might more most much must my need never no nobody nor not nothing now of on once
    one only or other our ours out over please same she should since so some soon still such
    than thank that the their them then there these they this though through to too under
    until up us very want was we well were what when where which while who whole why will
    with without would yet you your
    """.split()  # noqa: SIM905 - a word list reads best as words
)
ALL = INDONESIAN | JAVANESE | SUNDANESE | MINANGKABAU | ENGLISH
