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
    ae aja akeh aku amarga ampun ana apa arep babagan bakal banget ben bisa biyen boten dadi
    dados dening dereng dhateng dhewe dheweke dinggo durung duwe endi entuk iki iku ing
    ingkang isa isih iso kabeh kalebu kaliyan kang kangge kanggo kanthi kapan karo kasebut
    kathah kaya kayata kedah kene kok kowe kudu kula kuwe kuwi lak lan langkung liya liyane
    loro luwih marang marga matur mau mbok mboten meh menawa menawi mengko menika menyang
    merga mesthi mugi mung nang nanging nduwe nduweni nek neng nganti ngendi nggih ning
    njero njur nuwun ono opo ora padha panjenengan panjenengane piye podo priye punika rong
    saben sadurunge sae saged saiki saka sakdurunge saking sakwise sami sampeyan sampun
    sanadyan sanget sapa sawetara sawijining sawise sedaya seh sek siji sing supaya suwe
    taksih tekan telu tenan tinimbang tiyang udu uga umume utawa uwis wae wektu wis wong
    wonten yaiku yen yo
    """.split()  # noqa: SIM905 - a word list reads best as words
)
SUNDANESE = frozenset(
    """
    abdi acan anjeun anjeunna anu aranjeunna arurang atanapi atawa atuh aya ayeuna bade
    baheula bapa bisa boga can cekap deui di dieu dina ditu dua dugi engke eta gaduh ge geus
    hatur hayang henteu heula hiji hoyong hungkul ieu iraha iyeu jadi jalma jang janten
    jeung ka kabeh kalawan kalayan kanggo kedah keneh keur kirang kitu komo ku kudu kumaha
    kuring kusabab lamun langkung leuwih lian loba mah mana mangga margi masih meh moal mun
    na naha naon nepi ngan nu nuhun nuju nyaeta nyaéta oge ogé osok pang parantos pikeun
    pisan punten rek saatos sabab sababaraha sabari sadaya saeutik sagala saha sahiji salian
    sami sanaos sanes sangkan sanés sapertos sareng sarta sawaktos seueur siga sok sumping
    supados tapi teh teras teu teuing ti tiasa tibatan tilu tina tong tos téh ukur ulah
    unggal upami urang wae waktos yén éta
    """.split()  # noqa: SIM905 - a word list reads best as words
)
MINANGKABAU = frozenset(
    """
    acok ado adolah alah alun ambo antaro apo apobilo atau ateh awak baa babarapo bahaso
    baitu baliak bana banyak bara barado beko biaso biasonyo bilo bisa ciek cukuik dalam
    dapek dari daripado dek denai di dikecekan dima dimano dulu duo hanyo harus hinggo iko
    indak inyo itu jadi jan jikok jo juo ka kabanyakan kaduo kalau kama karano katiko kini
    kito ko labiah lai lamo lo ma mananyo manjadi manuruik masih mode nan ndak ndeh nio nyo
    pado paliang partamo punyo sabagai sabalun sabalunnyo sabana sabanyak sabuah sacaro
    sadang sado sagalo sahinggo sajak sajo saketek salain salamo sambia samo sangaik sarato
    sarupo sasudah satalah satiok se sia siko sinan sinin supayo surang talampau tamasuak
    tantang tapi tarimo taruih tarutamo tatap tibo tigo tu untuak urang utamo wak yo
    """.split()  # noqa: SIM905 - a word list reads best as words
)
ENGLISH = frozenset(
    """
    a an and are as at be been but by can could do does for from had has have he her his how
    i if in into is it its just may more most must my no not of on one only or our out over
    should so some such than that the their them then there these they this to up us was we
    were what when where which who will with would you your
    """.split()  # noqa: SIM905 - a word list reads best as words
)
ALL = INDONESIAN | JAVANESE | SUNDANESE | MINANGKABAU | ENGLISH
