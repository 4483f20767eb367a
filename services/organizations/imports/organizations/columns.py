"""Which column of a file says what of an organization, by the name in the header."""

from collections.abc import Sequence

from services.organizations.organizations.models import OrganizationKind
from services.organizations.organizations.names import match_name

# The names of columns, in any script: they are compared as `match_name` writes them.
_COLUMNS = {
    "name": "name, organization, organisation, organization name, organisation name, agency, 名称, 名字, "
    "组织, 组织名称, 机构, 机构名称, 团体名称, 单位名称, 名稱, 組織, 組織名稱, 機構名稱, 團體名稱, 單位名稱, "
    "団体名, verein, vereinname, vereinsname, nom, agency name, charity name, group name, club name, "
    "public name, publicname, name of organisation, name of organization, 社会组织名称, 社團名稱, 協會名稱, 协会名称, 法人名称, "
    "法人名稱, 队伍名称, 隊伍名稱, 团队名称, 社团名称",
    "external_id": "external id, id, code, 外部编号, 编号, 代码, 组织编号, 统一社会信用代码, 編號, 代碼, "
    "統一編號, nummer, vereinsnummer, zps",
    "description": "description, about, summary, 描述, 简介, 介绍, 说明, 组织简介, 簡介, 介紹, 說明, "
    "beschreibung",
    "kind": "kind, type, organization kind, organization type, 类型, 类别, 组织类型, 類型, 類別, 組織類型",
    "phone": "phone, telephone, tel, phone number, telephone number, 电话, 电话号码, 联系电话, 手机, 電話, "
    "電話號碼, 聯絡電話, 手機, telefon, 手机号, 手机号码, 联系方式, 固定电话, 座机, 办公电话, 固定電話, mobile, phone no, "
    "contact number, telefonnummer",
    "email": "email, e mail, mail, email address, 邮箱, 电子邮箱, 电子邮件, 邮件, 電子郵件, 電子信箱, 電郵",
    "address": "address, addr, street address, location, 地址, 联系地址, 办公地址, 详细地址, 聯絡地址, 住所, "
    "adresse, anschrift, address 1, address1, address line 1, 联系住址, 通讯地址, 通訊地址, 住址, 注册地址, 活动地点",
    "website": "website, web site, web, url, homepage, home page, 网站, 网址, 官网, 主页, 網站, 網址, 官網, "
    "webseite",
}
FIELD_OF = {match_name(name): key for key, names in _COLUMNS.items() for name in names.split(", ")}
# Columns that have no field of their own, and say where an organization is at work: another value there is
# another organization.
_AREA_COLUMNS = (
    "area, region, county, district, city, town, township, neighborhood, neighbourhood, borough, "
    "municipality, state, province, zip, zip code, zipcode, postal code, postcode, 区, 县, 市, 省, 省份, 城市, "
    "区县, 县市, 行政区, 地区, 区域, 街道, 社区, 乡镇, 小区, 邮编, 邮政编码, 區, 縣, 縣市, 行政區, 地區, 區域, 社區, "
    "鄉鎮, 鄉鎮市區, 郵遞區號, plz, ort, stadt, bezirk, landkreis, bundesland"
)
_AREAS = frozenset(map(match_name, _AREA_COLUMNS.split(", ")))
_KINDS = {
    "居委会": OrganizationKind.RESIDENTS_COMMITTEE,
    "居民委员会": OrganizationKind.RESIDENTS_COMMITTEE,
    "居民代表会议": OrganizationKind.RESIDENTS_CONGRESS,
    "业委会": OrganizationKind.OWNERS_COMMITTEE,
    "业主委员会": OrganizationKind.OWNERS_COMMITTEE,
    "服务站": OrganizationKind.SERVICE_STATION,
    "社区服务站": OrganizationKind.SERVICE_STATION,
    "社会组织": OrganizationKind.SOCIAL_ORGANIZATION,
    "志愿队": OrganizationKind.VOLUNTEER_GROUP,
    "志愿服务队": OrganizationKind.VOLUNTEER_GROUP,
    "兴趣小组": OrganizationKind.INTEREST_GROUP,
    "互助小组": OrganizationKind.MUTUAL_AID_GROUP,
    "企业": OrganizationKind.ENTERPRISE,
    "物业": OrganizationKind.PROPERTY_MANAGER,
    "政府机构": OrganizationKind.AGENCY,
    "卫生站": OrganizationKind.HEALTH_STATION,
    "合作社": OrganizationKind.COOPERATIVE,
}
KIND_OF = _KINDS | {match_name(kind.replace("_", " ")): kind for kind in OrganizationKind}


def is_area(column: str) -> bool:
    """Tells whether a column says where an organization is at work."""
    return match_name(column) in _AREAS


def is_known(column: str) -> bool:
    """Tells whether a cell is the name of a column that says something known of an organization."""
    name = match_name(column)
    return name in FIELD_OF or name in _AREAS


class Layout:
    """Which column says what.

    Attributes:
        columns: The columns, each with the field that it says, if it is known and the first to say so.
        column_of: For each field that the file has, the name of its column.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self.columns: list[tuple[str, str | None]] = []
        self.column_of: dict[str, str] = {}
        for name in names:
            known = FIELD_OF.get(match_name(name))
            if known in self.column_of:
                known = None
            self.columns.append((name, known))
            if known is not None:
                self.column_of[known] = name

    @property
    def understood(self) -> list[dict[str, str]]:
        """What was understood of each column, as `ImportColumn` has it."""
        return [
            {"name": name} | ({"field": known} if known else {}) for name, known in self.columns
        ]
