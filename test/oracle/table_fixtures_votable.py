"""VOTables in each of their three forms, with nulls, units, descriptions and arrays, by astropy; and answers of services, as they write them."""

import numpy as np
from astropy.io.votable import parse_single_table
from astropy.io.votable.tree import Field, Resource, TableElement, Values, VOTableFile
from fixture_values import column, table

SERVICE_ERROR = """<?xml version="1.0" encoding="UTF-8"?>
<VOTABLE version="1.4" xmlns="http://www.ivoa.net/xml/VOTable/v1.3">
<RESOURCE type="results">
<INFO name="QUERY_STATUS" value="ERROR">Column "parallaxe" does not exist &amp; never did.</INFO>
</RESOURCE>
</VOTABLE>
"""

OVERFLOW = """<?xml version="1.0" encoding="UTF-8"?>
<v:VOTABLE version="1.4" xmlns:v="http://www.ivoa.net/xml/VOTable/v1.3">
<v:RESOURCE type="results">
<v:INFO name="QUERY_STATUS" value="OK"/>
<v:TABLE name="cut"><!-- a <TD> that does not count -->
<v:FIELD name="x" datatype="int"/>
<v:DATA><v:TABLEDATA><v:TR><v:TD>1</v:TD></v:TR><v:TR><v:TD/></v:TR></v:TABLEDATA></v:DATA>
</v:TABLE>
<v:INFO name="QUERY_STATUS" value="OVERFLOW"/>
</v:RESOURCE>
</v:VOTABLE>
"""

BY_HAND = """<?xml version='1.0'?>
<VOTABLE version="1.5" xmlns="http://www.ivoa.net/xml/VOTable/v1.3"><RESOURCE><TABLE name="by hand">
<DESCRIPTION>Written &lt;by hand&gt;</DESCRIPTION>
<FIELD name="n" datatype="short" unit="count"><DESCRIPTION>how many</DESCRIPTION><VALUES null="-1"/></FIELD>
<FIELD name="id" datatype="long" ucd="meta.id;meta.main"/>
<FIELD name="ok" datatype="boolean"/>
<FIELD name="bits" datatype="bit" arraysize="4"/>
<FIELD name="text" datatype="char" arraysize="*"/>
<FIELD name="wide" datatype="unicodeChar" arraysize="*"/>
<FIELD name="words" datatype="char" arraysize="3x2"/>
<FIELD name="pair" datatype="float" arraysize="2"/>
<FIELD name="grid" datatype="int" arraysize="2x2"/>
<FIELD name="list" datatype="double" arraysize="*"/>
<FIELD name="c" datatype="doubleComplex"/>
<DATA><TABLEDATA>
<TR><TD>-1</TD><TD>5340492357404649216</TD><TD>T</TD><TD>1010</TD><TD>a &lt; b</TD><TD>&#233;t&#xe9;</TD><TD>ab cde</TD><TD>1.5 NaN</TD><TD>1 2 3 4</TD><TD>0.1 0.2</TD><TD>1 -2</TD></TR>
<TR><TD>7</TD><TD/><TD>?</TD><TD>0001</TD><TD/><TD><![CDATA[<&>]]></TD><TD>f  g</TD><TD>-Inf 2</TD><TD>5 6 7 8</TD><TD/><TD>0 0.5</TD></TR>
</TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>
"""


def field(parent, name, datatype, null=None, **rest):
    made = Field(parent, name=name, datatype=datatype, **rest)
    if null is not None:
        made.values.null = null
    return made


def document():
    tree = VOTableFile(version="1.4")
    resource = Resource()
    tree.resources.append(resource)
    made = TableElement(tree, name="stars")
    resource.tables.append(made)
    made.fields.extend(
        [
            field(tree, "source_id", "long", ucd="meta.id"),
            field(tree, "byte", "unsignedByte", null=200),
            field(tree, "short", "short", null=-32768, unit="count"),
            field(tree, "int", "int", null=-1),
            field(tree, "single", "float", unit="mas"),
            field(tree, "double", "double", unit="mas/yr"),
            field(tree, "ok", "boolean"),
            field(tree, "name", "char", arraysize="*"),
            field(tree, "wide", "unicodeChar", arraysize="*"),
            field(tree, "fixed", "char", arraysize="6"),
            field(tree, "triple", "double", arraysize="3"),
            field(tree, "grid", "int", arraysize="2x2"),
            field(tree, "c", "doubleComplex"),
        ]
    )
    made.fields[5].description = "Motion towards the east, with the factor cos(dec)"
    made.create_arrays(3)
    rows = [
        (5340492357404649216, 0, -32767, 5, 1.5, 0.1, True, "M 50", "été", "abc", [1.0, 2.0, 3.0], [[1, 2], [3, 4]], 1 + 2j),
        (-(2**63), 255, 3, 6, -2.25, 5e-324, False, "a & b <c>", "日本", "def", [4.0, 5.0, 6.0], [[5, 6], [7, 8]], 0.5j),
        (7, 9, 32767, 8, 3.0, -1.0, True, "x", "z", "ghi", [7.0, 8.0, 9.0], [[9, 10], [11, 12]], -1.0),
    ]
    for row, values in enumerate(rows):
        made.array[row] = values
    for row, name in [(1, "byte"), (1, "short"), (2, "int"), (1, "single"), (2, "double"), (2, "ok")]:
        made.array.mask[row][name] = True
    return tree, made


def expected(form):
    missing = np.nan if form != "binary2" else None
    return table(
        3,
        dict(
            source_id=column("int64", [5340492357404649216, -(2**63), 7], attributes=dict(ucd="meta.id")),
            byte=column("uint8", [0, None, 9]),
            short=column("int16", [-32767, None, 32767], unit="count"),
            int=column("int32", [5, 6, None]),
            single=column("float32", [1.5, None if form == "tabledata" else missing, 3.0], unit="mas"),
            double=column("float64", [0.1, 5e-324, None if form == "tabledata" else missing], unit="mas.yr**-1", description="Motion towards the east, with the factor cos(dec)"),
            ok=column("boolean", [True, False, None]),
            name=column("string", ["M 50", "a & b <c>", "x"]),
            wide=column("string", ["été", "日本", "z"]),
            fixed=column("string", ["abc", "def", "ghi"]),
            triple=column("float64", np.arange(1.0, 10.0), shape=[3]),
            grid=column("int32", np.arange(1, 13), shape=[2, 2]),
            c=column("complex128", [1 + 2j, 0.5j, -1 + 0j]),
        ),
    )


def write_votable(folder):
    out = {}
    for form in ("tabledata", "binary", "binary2"):
        tree, made = document()
        made.format = form
        tree.to_xml(str(folder / f"{form}.vot"))
        out[f"{form}.vot"] = expected(form)
        assert len(parse_single_table(folder / f"{form}.vot").array) == 3
    (folder / "error.vot").write_text(SERVICE_ERROR)
    (folder / "overflow.vot").write_text(OVERFLOW)
    (folder / "by_hand.vot").write_text(BY_HAND)
    out["overflow.vot"] = table(2, dict(x=column("int32", [1, None])), name="cut", attributes=dict(QUERY_STATUS="OVERFLOW"))
    out["by_hand.vot"] = table(
        2,
        dict(
            n=column("int16", [None, 7], unit="count", description="how many"),
            id=column("int64", [5340492357404649216, None], attributes=dict(ucd="meta.id;meta.main")),
            ok=column("boolean", [True, None]),
            bits=column("boolean", [c == "1" for c in "10100001"], shape=[4]),
            text=column("string", ["a < b", None]),
            wide=column("string", ["été", "<&>"]),
            words=column("string", ["ab", "cde", "f", "g"], shape=[2]),
            pair=column("float32", [1.5, np.nan, -np.inf, 2.0], shape=[2]),
            grid=column("int32", np.arange(1, 9), shape=[2, 2]),
            list=column("float64", [0.1, 0.2], lengths=[2, 0]),
            c=column("complex128", [1 - 2j, 0.5j]),
        ),
        name="by hand",
        description="Written <by hand>",
    )
    return out
