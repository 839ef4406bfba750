# ruff: noqa: E501 (documents as they are)
"""A small document of each XML format, written for these tests; its papers, people and journals are invented."""

from __future__ import annotations

PUBMED = """<?xml version="1.0" ?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN" "https://example.org/pubmed.dtd">
<PubmedArticleSet>
<PubmedArticle>
  <MedlineCitation Status="MEDLINE">
    <PMID Version="1">12</PMID>
    <Article PubModel="Print">
      <Journal><JournalIssue><Volume>3</Volume><Issue>4</Issue><PubDate><MedlineDate>2019 Nov-Dec</MedlineDate></PubDate>
        </JournalIssue><Title>Journal of Mayors</Title></Journal>
      <ArticleTitle>[Mayors <i>tweet</i> CO<sub>2</sub>].</ArticleTitle>
      <Pagination><StartPage>113</StartPage><EndPage>125</EndPage><MedlinePgn>113-25</MedlinePgn></Pagination>
      <ELocationID EIdType="doi" ValidYN="Y">10.5555/a</ELocationID>
      <ELocationID EIdType="doi" ValidYN="N">10.5555/wrong</ELocationID>
      <Abstract>
        <AbstractText Label="OBJECTIVE" NlmCategory="OBJECTIVE">To count tweets (<b>p</b> &lt; 0.05).</AbstractText>
        <AbstractText Label="UNLABELLED">No label.</AbstractText>
        <AbstractText Label="RESULTS">We used <mml:math xmlns:mml="http://www.w3.org/1998/Math/MathML">
          <mml:mmultiscripts> <mml:mi>He</mml:mi> <mml:mprescripts/> <mml:none/> <mml:mn>3</mml:mn>
          </mml:mmultiscripts> <mml:mo>=</mml:mo> <mml:mfrac> <mml:mn>1</mml:mn> <mml:mn>2</mml:mn> </mml:mfrac>
          </mml:math> here.</AbstractText>
      </Abstract>
      <AuthorList CompleteYN="Y">
        <Author ValidYN="Y"><LastName>Doe</LastName><ForeName>Jane Q</ForeName><Initials>JQ</Initials></Author>
        <Author ValidYN="Y"><LastName>Roe</LastName><Initials>R</Initials><Suffix>Jr</Suffix></Author>
        <Author ValidYN="N"><LastName>Wrong</LastName></Author>
        <Author ValidYN="Y"><CollectiveName>The Mayors</CollectiveName></Author>
      </AuthorList>
      <Language>ger</Language>
      <VernacularTitle>Bürgermeister zwitschern.</VernacularTitle>
    </Article>
  </MedlineCitation>
  <PubmedData>
    <ArticleIdList><ArticleId IdType="pubmed">12</ArticleId><ArticleId IdType="doi">10.5555/a</ArticleId>
      <ArticleId IdType="pmc">PMC1</ArticleId></ArticleIdList>
    <ReferenceList><Title>References</Title>
      <Reference><Citation>Roe. Titles. 2001</Citation><ArticleIdList><ArticleId IdType="pubmed">7</ArticleId>
        <ArticleId IdType="doi">10.5555/b</ArticleId><ArticleId IdType="pmc">PMC2</ArticleId></ArticleIdList></Reference>
      <ReferenceList><Reference><Citation>Doe, doi: 10.5555/c.</Citation></Reference></ReferenceList>
    </ReferenceList>
  </PubmedData>
</PubmedArticle>
<PubmedBookArticle>
  <BookDocument>
    <PMID>13</PMID>
    <ArticleIdList><ArticleId IdType="bookaccession">NBK1</ArticleId></ArticleIdList>
    <Book><BookTitle>A Book of Mayors</BookTitle><PubDate><Year>2005</Year></PubDate>
      <AuthorList Type="editors"><Author><LastName>Editor</LastName><ForeName>Ed</ForeName></Author></AuthorList></Book>
    <ArticleTitle>A Chapter</ArticleTitle><Language>eng</Language>
    <AuthorList Type="authors"><Author><LastName>Poe</LastName><ForeName>Pat</ForeName></Author></AuthorList>
    <Abstract><AbstractText>On chapters.</AbstractText></Abstract>
  </BookDocument>
</PubmedBookArticle>
<PubmedArticle><MedlineCitation><PMID>14</PMID><Article><ArticleTitle/></Article></MedlineCitation></PubmedArticle>
</PubmedArticleSet>
"""

JATS = r"""<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Archiving DTD v1.2//EN" "JATS-archivearticle1.dtd">
<article xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:mml="http://www.w3.org/1998/Math/MathML"
  article-type="research-article" xml:lang="fr">
<front>
  <journal-meta><journal-id journal-id-type="nlm-ta">J Maires</journal-id>
    <journal-title-group><journal-title>Journal des maires</journal-title></journal-title-group></journal-meta>
  <article-meta>
    <article-id pub-id-type="pmc">8000</article-id><article-id pub-id-type="doi">10.5555/j</article-id>
    <article-id pub-id-type="pmid">99</article-id>
    <title-group>
      <article-title xml:lang="fr">Les <italic>maires</italic><xref ref-type="fn" rid="f1">*</xref></article-title>
      <subtitle>une étude</subtitle>
      <trans-title-group xml:lang="en"><trans-title>The mayors</trans-title></trans-title-group>
    </title-group>
    <contrib-group>
      <contrib contrib-type="author"><name><surname>Doe</surname><given-names>Jane</given-names><suffix>Jr</suffix></name>
        <xref ref-type="aff" rid="a1">1</xref></contrib>
      <contrib contrib-type="author"><name-alternatives>
        <name xml:lang="ja"><surname>山田</surname><given-names>太郎</given-names></name>
        <name xml:lang="fr"><surname>Yamada</surname><given-names>Taro</given-names></name></name-alternatives></contrib>
      <contrib contrib-type="author"><collab>The Mayors<contrib-group><contrib contrib-type="author"><name>
        <surname>Member</surname></name></contrib></contrib-group></collab></contrib>
      <contrib contrib-type="editor"><name><surname>Editor</surname><given-names>Ed</given-names></name></contrib>
    </contrib-group>
    <pub-date pub-type="epub"><year>2020</year></pub-date><pub-date pub-type="ppub"><month>1</month><year>2021</year>
    </pub-date><pub-date pub-type="pmc-release"><year>2022</year></pub-date>
    <volume>5</volume><issue>2</issue><fpage>10</fpage><lpage>19</lpage>
    <abstract abstract-type="graphical"><p>A picture.</p></abstract>
    <abstract xml:lang="en"><p>In English.</p></abstract>
    <abstract xml:lang="fr"><object-id pub-id-type="doi">10.5555/j.001</object-id>
      <sec><title>But :</title><p>Compter <inline-formula><alternatives><tex-math>\documentclass{minimal}
        \begin{document}$$\alpha^2$$\end{document}</tex-math><mml:math><mml:msup><mml:mi>α</mml:mi><mml:mn>2</mml:mn>
        </mml:msup></mml:math></alternatives></inline-formula>.</p><p>Encore.</p></sec>
      <sec><title>R&#xE9;sultats</title><p>Avec <tex-math>\beta \geq 1</tex-math><sup><xref ref-type="bibr">3</xref></sup>.</p></sec>
      <p><bold>DOI:</bold> <ext-link ext-link-type="doi">http://dx.doi.org/10.5555/j.001</ext-link></p></abstract>
    <trans-abstract xml:lang="en"><p>Translated.</p></trans-abstract>
  </article-meta>
</front>
<body><p>Text</p></body>
<back><ref-list>
  <ref id="r1"><element-citation><source>J</source><pub-id pub-id-type="doi">10.5555/k</pub-id>
    <pub-id pub-id-type="pmid">5</pub-id><pub-id pub-id-type="pmcid">PMC9</pub-id></element-citation></ref>
  <ref id="r2"><mixed-citation>Roe. <lpage>12</lpage><ext-link xlink:href="x">https://doi.org/10.5555/l</ext-link>
    </mixed-citation></ref>
  <ref id="r3"><mixed-citation>Doe, <source>J</source>, doi:10.5555/m.</mixed-citation></ref>
  <ref id="r4"><mixed-citation>No id.</mixed-citation></ref>
</ref-list></back>
<sub-article><front-stub><title-group><article-title>A reply</article-title></title-group></front-stub></sub-article>
</article>
"""

ATOM = """<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">
  <id>https://arxiv.org/api/x</id>
  <title>arXiv Query: search_query=all:mayors</title>
  <entry>
    <id>http://arxiv.org/abs/2503.00001v2</id>
    <title>Mayors
  tweet $x^2$</title>
    <updated>2025-03-09T00:00:00Z</updated>
    <link href="https://arxiv.org/abs/2503.00001v2" rel="alternate" type="text/html"/>
    <link href="https://arxiv.org/pdf/2503.00001v2" rel="related" type="application/pdf" title="pdf"/>
    <summary>We count "tweets" &amp; more.</summary>
    <published>2024-03-01T00:00:00Z</published>
    <arxiv:journal_ref>J. Mayors 3 (2025) 1</arxiv:journal_ref>
    <author><name>Jane Doe</name><arxiv:affiliation>Town</arxiv:affiliation></author>
    <author><name>Richard van der Roe</name></author>
    <arxiv:doi>10.5555/x</arxiv:doi>
  </entry>
  <entry>
    <id>http://arxiv.org/api/errors#incorrect_id_format_for_1</id>
    <title>Error</title>
    <summary>incorrect id format for 1</summary>
  </entry>
</feed>
"""

OAI = """<?xml version="1.0" encoding="UTF-8"?>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">
<ListRecords>
<record>
  <header><identifier>oai:example.org:1</identifier><datestamp>2020-01-01</datestamp></header>
  <metadata><oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/">
    <dc:title xml:lang="es">Los alcaldes</dc:title><dc:title xml:lang="en">The mayors</dc:title>
    <dc:creator>Doe, Jane</dc:creator><dc:creator>Roe, Richard</dc:creator>
    <dc:description xml:lang="es">Contamos.</dc:description>
    <dc:description xml:lang="en">We count all of the tweets of mayors.</dc:description>
    <dc:description xml:lang="en">Peer reviewed</dc:description>
    <dc:date>2021-05-01</dc:date><dc:date>2020-03-01</dc:date>
    <dc:identifier>https://example.org/1</dc:identifier><dc:identifier>10.5555/o</dc:identifier>
    <dc:source>Journal of Mayors; Vol. 3 No. 4 (2020): Towns; 12-20</dc:source>
    <dc:language>eng</dc:language>
  </oai_dc:dc></metadata>
</record>
<record>
  <header><identifier>oai:arXiv.org:2503.00001</identifier></header>
  <metadata><arXiv xmlns="http://arxiv.org/OAI/arXiv/">
    <id>2503.00001</id><created>2025-03-01</created>
    <authors><author><keyname>Doe</keyname><forenames>Jane</forenames><suffix>Jr</suffix></author></authors>
    <title>Mayors tweet</title><journal-ref>J. Mayors 3</journal-ref><doi>10.5555/x</doi>
    <abstract>  We count. </abstract></arXiv></metadata>
</record>
<record>
  <header><identifier>oai:arXiv.org:cs/0112017</identifier></header>
  <metadata><oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/">
    <dc:title>Old</dc:title><dc:description>Short.</dc:description><dc:description>Comment: 12 pages, 3 figures</dc:description>
    <dc:identifier>http://arxiv.org/abs/cs/0112017</dc:identifier></oai_dc:dc></metadata>
</record>
<record><header status="deleted"><identifier>oai:example.org:2</identifier></header></record>
<record><header><identifier>oai:example.org:3</identifier></header><metadata><mods><title>X</title></mods></metadata></record>
<record><header><identifier>oai:example.org:4</identifier></header></record>
<record><header><identifier>oai:example.org:5</identifier></header><metadata><record><leader>x</leader></record></metadata></record>
</ListRecords>
<error code="badResumptionToken">expired</error>
</OAI-PMH>
"""

ACL = r"""<?xml version='1.0' encoding='UTF-8'?>
<collection id="2020.towns">
  <volume id="main" ingest-date="2020-06-21">
    <meta>
      <booktitle>Proceedings of the Workshop on <fixed-case>T</fixed-case>owns</booktitle>
      <editor><first>Ed</first><last>Editor</last></editor>
      <year>2020</year><volume>7</volume>
    </meta>
    <frontmatter><url hash="0">2020.towns-main.0</url></frontmatter>
    <paper id="1">
      <title>Mayors in <fixed-case>BERT</fixed-case> with <tex-math>\alpha</tex-math>-mixing</title>
      <author><first>Jane</first><last>Doe</last></author>
      <author><first/><last>Plato</last></author>
      <pages>1–13</pages>
      <abstract>We show <tex-math>r^{-\alpha} \propto n</tex-math>, <i>see</i> <url>https://example.org</url>.</abstract>
      <url hash="1">2020.towns-main.1</url>
      <doi>10.5555/towns.1</doi>
      <language>fra</language>
    </paper>
    <paper id="2"><title>No link</title><editor><first>Ed</first><last>Only</last></editor></paper>
    <paper id="3"><title/><abstract/></paper>
  </volume>
  <volume id="2"><meta><booktitle>Second</booktitle></meta><frontmatter/>
    <paper id="1"><title>Elsewhere</title><issue>3</issue><url>https://example.org/p.pdf</url></paper></volume>
</collection>
"""
