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
    aja akeh aku amarga ampun ana apa banget bisa biyen boten dadi dados dereng dhateng
    durung endi iki iku ing ingkang isih kabeh kaliyan kangge kanggo kapan karo kathah kedah
    kok kudu kula kuwi lan langkung luwih marang matur mboten menawi mengko menika menyang
    mugi mung nanging nek neng nggih ning nuwun ora panjenengan piye punika sae saged saiki
    saka saking sami sampun sanget sapa sedaya sing supaya taksih tenan tiyang uga wae wektu
    wis wong wonten yen
    """.split()  # noqa: SIM905 - a word list reads best as words
)
SUNDANESE = frozenset(
    """
    abdi acan anu atuh aya ayeuna bade baheula bapa bisa can di dina engke eta geus hatur
    henteu heula hungkul ieu iraha jadi jalma janten jeung ka kabeh kanggo kedah keneh keur
    ku kudu kumaha lamun langkung leuwih loba mah mana mangga masih mun naha naon ngan nu
    nuhun oge parantos pisan punten rek sabab sadaya saha sanes sangkan sareng seueur
    supados tapi teh teu teuing ti tiasa tina ulah upami urang wae waktos
    """.split()  # noqa: SIM905 - a word list reads best as words
)
MINANGKABAU = frozenset(
    """
    adolah alah alun ambo apo atau awak baa bana banyak beko bilo bisa dalam dari dek di
    dulu harus iko indak itu jadi jan jo juo ka kalau karano katiko kini ko labiah lai ma
    mananyo masih nan pado sado sajo samo se sia supayo tapi tu untuak urang
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
