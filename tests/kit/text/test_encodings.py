"""Bytes of files in the encodings in which people's programs save tables."""

import pytest

from services.kit.errors import InvalidArgument
from services.kit.text.encodings import ENCODINGS, decode

TEXTS = {
    "gb18030": [
        "编号,名称\n1,晨练队\n2,合唱团\n",
        "名称\n棋牌社\n",
        "名称,地址,简介\n邻里互助志愿队,北京市海淀区中关村大街1号,我们帮助老人买菜做饭\n",
    ],
    "big5": ["名稱,地址\n福德宮,宜蘭縣宜蘭市文昌路72巷11號3樓\n", "團體名稱\n合唱團\n讀書會\n"],
    "shift_jis": ["名前,住所\nさくら会,東京都千代田区\n", "Name\nカラオケ会\n"],
    "windows-1252": [
        *("Name,Straße\nSchützenverein Münster,Hauptstraße 5\n", "Nom\nChœur d’été\n"),
        *("Name\nSF Bad Tölz\n", "Name\nSG Post/Süd Regensburg\n", "Nom\nMaison à Paris\n"),
        *("Nome\nClube dos Leões\n", "Nome\nSocietà però più\n", "Nimi\nSõpruse selts\n"),
        *("Nafn\nÞjóðleikhúsið\n", "Nombre\n¿Qué tal?,piso 2º 1ª,Niños\n"),
        "Name\n„Grüner Daumen“ e. V. – Köln’s 25 °C\nChœur à Besançon\nMøller\n",
    ],
    "euc-jp": [
        "団体名,住所\n桜台合唱団,東京都練馬区\nひまわり会,大阪市北区梅田\n",
        "Name\nカラオケ会\n",
    ],
    "euc-kr": ["이름,주소\n행복나눔봉사단,서울특별시 종로구\n합창단,부산\n", "이름\n바둑 모임\n"],
    "windows-1250": [
        "Nazwa,Adres\nStowarzyszenie Źródło,Łódź ul. Żeromskiego\nKoło Gospodyń,Wąchock\n",
        "Název\nDětský sbor Žďár nad Sázavou\nSdružení přátel\n",
        "Név,Cím\nŐrség Egyesület,Győr\nNyugdíjas Klub,Székesfehérvár, Fő tér\n",
        "Ime\nUdruga Čičak Đurđevac\n",
    ],
    "windows-1254": ["Ad,Adres\nÇocuk Derneği,İstanbul Şişli\nYaşlılar Vakfı,Muğla\n"],
}
# Read as windows-1252 they would be a list of other names.
OTHERS = {
    "windows-1251": "Название\nХор ветеранов\nШахматный клуб\n",
    "koi8-r": "Name,Phone\nХор ветеранов,1\nШахматный клуб,2\n",
    "windows-1253": "Name\nΣύλλογος Φίλων\nΧορωδία Αθηνών\n",
    "windows-1255": "Name\nמקהלה עירונית\nמועדון שחמט\n",
    "windows-1256": "Name\nجمعية الحي\nنادي الشطرنج\n",
    "windows-874": "Name\nชมรมผู้สูงอายุ\nชมรมหมากรุก\n",
}
# What none of the encodings is, but looks like one that we detect.
UNKNOWN = {"iso8859_2": "Nazwa\nStowarzyszenie Źródło\nKoło Gospodyń Wiejskich w Wąchocku\n"}
CASES = [(encoding, text) for encoding, texts in TEXTS.items() for text in texts]


@pytest.mark.parametrize(("encoding", "text"), CASES)
def test_each_is_detected(encoding: str, text: str) -> None:
    legacy = text.encode("cp950" if encoding == "big5" else ENCODINGS[encoding])
    assert decode(legacy, "data") == (text, encoding)
    assert decode(text.encode(), "data") == (text, "utf-8")


@pytest.mark.parametrize("text", [text for _, text in CASES])
@pytest.mark.parametrize("python_name", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_with_and_without_a_mark(text: str, python_name: str) -> None:
    found, encoding = decode(text.encode(python_name), "data")
    assert (found, encoding) == (text, "utf-8" if "8" in python_name else "utf-16")


def test_the_caller_knows_better() -> None:
    data = "Müller".encode("cp1252")
    assert decode(data, "data", "windows-1252") == ("Müller", "windows-1252")
    with pytest.raises(InvalidArgument) as refused:
        decode(data, "data", "utf-8")
    assert refused.value.violations[0].reason == "ENCODING_UNKNOWN"
    assert refused.value.violations[0].field == "data"


@pytest.mark.parametrize("encoding", OTHERS)
def test_other_alphabets_are_refused_until_the_caller_names_the_encoding(encoding: str) -> None:
    data = OTHERS[encoding].encode(ENCODINGS[encoding])
    with pytest.raises(InvalidArgument) as refused:
        decode(data, "data")
    assert "name its encoding" in refused.value.violations[0].description
    assert decode(data, "data", encoding) == (OTHERS[encoding], encoding)


def test_an_old_workbook_is_refused() -> None:
    with pytest.raises(InvalidArgument) as refused:
        decode(b"\xd0\xcf\x11\xe0" + b"\x00" * 100, "data")
    assert refused.value.violations[0].reason == "WORKBOOK"


def test_what_is_no_text_in_any_of_them() -> None:
    with pytest.raises(InvalidArgument):
        decode(b"\x81\x8d\xff\xfe\xff\x00\x9d", "data")


@pytest.mark.parametrize("codec", UNKNOWN)
def test_what_has_signs_for_letters_is_refused(codec: str) -> None:
    with pytest.raises(InvalidArgument):
        decode(UNKNOWN[codec].encode(codec), "data")


def test_a_nul_does_not_make_a_file_utf_16() -> None:
    assert decode(b"Name,Phone\nA,1\n\x00", "data")[1] == "utf-8"
