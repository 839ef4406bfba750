"""Papers that the tests of the writers cite; some are the examples of the guides to the styles."""

from __future__ import annotations

from graph.model import Paper

LECUN = Paper(
    "doi:10.1038/nature14539",
    "Deep learning",
    authors=("Yann LeCun", "Yoshua Bengio", "Geoffrey Hinton"),
    year=2015,
    venue="Nature",
    volume="521",
    issue="7553",
    pages="436-444",
    doi="10.1038/nature14539",
)
APA_7 = Paper(
    "doi:10.1037/ppm0000185",
    "Emotions in storybooks: A comparison of storybooks that represent ethnic and racial groups in the United States",
    authors=("Jessica S. Grady", "M. Her", "G. Moreno", "C. Perez", "J. Yelinek"),
    year=2019,
    venue="Psychology of Popular Media Culture",
    volume="8",
    issue="3",
    pages="207-217",
    doi="10.1037/ppm0000185",
)
CHICAGO = Paper(
    "doi:10.1086/690235",
    "Expanding college access in Taiwan, 1978–2014: Effects on graduate quality and income inequality",
    authors=("Shao-Hsun Keng", "Chun-Hung Lin", "Peter F. Orazem"),
    year=2017,
    venue="Journal of Human Capital",
    volume="11",
    issue="1",
    pages="1-34",
    doi="10.1086/690235",
)
MLA = Paper(
    "text:0000000000000001",
    "Redefining Reading: The Impact of Digital Communication Media",
    authors=("Naomi S. Baron",),
    year=2013,
    venue="PMLA",
    volume="128",
    issue="1",
    pages="193-200",
)
IEEE = Paper(
    "doi:10.1109/tbme.2011.2158315",
    "Induction of electric field in human bodies moving near MRI: An efficient BEM computational procedure",
    authors=("M. M. Chiampi", "L. L. Zilberti"),
    year=2011,
    venue="IEEE Trans. Biomed. Eng.",
    volume="58",
    issue="10",
    pages="2787-2793",
    doi="10.1109/TBME.2011.2158315",
)
NLM = Paper(
    "text:0000000000000002",
    "Blood pressure levels before dementia",
    authors=("Petitti DB", "Crooks VC", "Buckwalter JG", "Chiu V"),
    year=2005,
    venue="Arch Neurol",
    volume="62",
    issue="1",
    pages="112-116",
)
GB_T_CHINESE = Paper(
    "text:0000000000000003",
    "蓝田生物群: 一个认识多细胞生物起源和早期演化的新窗口",
    authors=("袁训来", "陈哲", "肖书海", "万斌"),
    year=2012,
    venue="科学通报",
    volume="55",
    issue="34",
    pages="3219",
)
GB_T_ENGLISH = Paper(
    "text:0000000000000004",
    "Cataloging internet resources",
    authors=("P. Caplan",),
    year=1993,
    venue="The Public Access Computer Systems Review",
    volume="4",
    issue="2",
    pages="61-66",
)
ATTENTION = Paper(
    "arxiv:1706.03762",
    "Attention is all you need",
    authors=("Ashish Vaswani", "Noam Shazeer", "Niki Parmar", "Jakob Uszkoreit"),
    year=2017,
)
RESNET = Paper(
    "text:0000000000000005",
    "Deep residual learning for image recognition",
    authors=("Kaiming He", "Xiangyu Zhang"),
    year=2016,
    venue="Proceedings of the IEEE Conference on Computer Vision and Pattern Recognition",
    pages="770-778",
)
WHO = Paper(
    "text:0000000000000006",
    "A report on health",
    authors=("World Health Organization",),
    year=2019,
    url="https://example.org/report",
)
QUOTING = Paper(
    "text:0000000000000007",
    "Is “AI” governing the public sector?",
    authors=("Jean-Luc van Dijk", "Martin Luther King Jr."),
    year=2020,
    venue="Government Information Quarterly",
    volume="37",
    issue="1",
    pages="1-10",
)
UNTITLED = Paper(
    "text:0000000000000008", "Social media tools are used.", "Social media tools are used.", title_derived=True
)
