"""What of a matter a question asks, finer than its kind, and what of it a line states.

その間お給料は出ますか asks whether an absence is paid; どれくらい貯めとけますか asks for an upper
limit of what is carried over. A line answers such a question by other words than it is asked in.
"""

from __future__ import annotations

import re
from functools import lru_cache

from knowledge import japanese

_WRITTEN = r"申請書|届出書|届書|届を|願を|様式|用紙|書面|フォーム|システム|ポータル"
#: Name; how it is asked; how it is stated.
_ATTRIBUTES: tuple[tuple[str, str, str], ...] = (
    (
        "pay during absence",
        r"(?:給料|お?給与|賃金|月給|基本給|無給)[^。?]{0,12}(?:出|もら|減|引|つく|つき|どう|支給|扱|払|ある)"
        r"|(?:給料|お?給与|賃金|月給)(?:は|って|の方は)?\??$|有給(?:です|なの|扱|か)|無給|タダ働き|ただ働き|控除され|\b(?:paid|unpaid)\b",
        r"有給|無給|(?:賃金|給与|基本給|手当)[^。]{0,25}(?:支給|支払|払|控除|減額|差し引)|ノーワーク"
        r"|通常の(?:賃金|給与)|\b(?:paid|unpaid)\b",
    ),
    (
        "carrying over",
        r"繰り?越|貯め|ため(?:と|て|ら)|溜め|余っ|余り|残っ|使い切|使いき|消え|消滅|捨て|翌年|来年に"
        r"|持ち越|失効|carry|carried|roll ?over|expire",
        r"繰り?越|積み?立|時効|消滅|失効|消え|翌年度|翌月に|保有|累積|carr(?:y|ied)|expire",
    ),
    (
        "upper limit",
        r"最大|最長|最高|max|マックス|上限|限度|何(?:日|回|時間|人|円|個|年|か月|枚|件)まで|いくらまで"
        r"|どこまで|どれ(?:くらい|ぐらい|だけ)|どの(?:くらい|ぐらい)|まで(?:出|もら|使|取|貯|た|ok|大丈夫|認)"
        r"|\b(?:maximum|at most|limit|up to|cap)\b",
        r"上限|限度|最大|最高|最長|以内|以下|まで(?:と|を|の範|は|[、。)）とに]|$|使|取|認|繰|精|支|可|で)"
        r"|超え(?:ない|て|る|た)|限り|\b(?:up to|at most|maximum|within|limit|not exceed)\b",
    ),
    (
        "lower limit",
        r"最低|最短|最小|少なくとも|何(?:日|回|年|か月|時間|円)(?:以上|から)|いくらから"
        r"|\b(?:minimum|at least)\b",
        r"以上|最低|最短|少なくとも|下回|超え|\b(?:minimum|at least)\b",
    ),
    (
        "unit of taking",
        r"半日|時間単位|1時間だけ|分け(?:て|られ)|分割|小分け|何回かに|まとめて|連続|続けて|飛び飛び|1日だけ"
        r"|\b(?:split|half[- ]day|hourly|at once)\b",
        r"単位|半日|分割|分け(?:て|られ)|連続|継続|まとめて|一括|\d回(?:まで|に|を)"
        r"|\b(?:split|half|consecutive)\b",
    ),
    (
        "time limit",
        r"いつまで|期限|締め?切|〆切|何(?:日|週間|か月|営業日)(?:前|以内|後)|までに|間に合|遅れ|過ぎ"
        r"|\b(?:deadline|by when|due|too late)\b",
        r"前まで|までに|以内に|(?:日|月|週|時間)前|期限|速やか|すみやか|直ちに|ただちに|すぐに|遅滞なく"
        r"|あらかじめ|事前に|当日|締め?切|\b(?:within|before|deadline|immediately|prior)\b",
    ),
    (
        "beginning",
        r"いつから|何(?:日|年|か月|月|歳)(?:目|で|経て|から)|から(?:使|もら|取|でき)|入社(?:して)?すぐ|初日"
        r"|新入社員|入ったばかり|試用期間中|\b(?:when can i start|since when|new hire)\b",
        r"から起算|経過|入社(?:日|時|後|の日|から)|採用(?:日|の日|後)|開始|起算|勤続|たったとき|から(?:取|使|支|付)"
        r"|\b(?:after|from|starting)\b",
    ),
    (
        "who may",
        r"(?:アルバイト|パート|契約|派遣|嘱託|バイト|正社員|新人|家族|自分|管理職)[^。?]{0,10}(?:も|でも|は)"
        r"|誰でも|対象|条件|資格|該当|もらえる人|\b(?:eligible|who can|entitled|qualify)\b",
        r"対象|者(?:は|に|を|が|で|と|も|について)|社員(?:は|に|も|の|であ)|職員(?:は|に|も|の)|除く|限る|限り"
        r"|適用|該当|全員|条件|\b(?:eligible|entitled|employees?|only)\b",
    ),
    (
        "permission",
        r"(?:いい|良い|よい|だめ|ダメ|駄目|ok|アリ|ng|可能|大丈夫|平気|許さ|構わ|禁止|違反)"
        r"(?:です|なの|ですか|か|の|でしょ|\?|$)|できま|でき(?:る|ます|ない)|られま|(?:え|け|せ|れ|め|べ)ますか"
        r"|\b(?:can|may|allowed|permitted|okay|ok)\b",
        r"でき(?:る|ます|ない|ません)|認め|禁止|禁じ|ならない|なりません|いけません|ないでください|許可|可とする"
        r"|不可|られ(?:る|ます|ない|ません)|よい|(?:取|使|休|受け|払|泊ま|働|選)(?:れ|え|め)(?:る|ます|ない|ません)"
        r"|\b(?:may|can|cannot|must not|allowed|permitted|prohibited)\b",
    ),
    (
        "approver",
        r"誰(?:の|に|が)|だれ(?:の|に|が)|許可|承認|上司|決裁|ハンコ|はんこ|一存|勝手に|黙って"
        r"|\b(?:approv\w+|permission|who)\b",
        r"承認|許可|決裁|上長|上司|所属長|部門長|リーダー|了承|課長|部長|\b(?:approv\w+|manager|leader)\b",
    ),
    (
        "procedure",
        r"手続|申請(?!書)|やり方|方法|どうすれ|どうしたら|どうやっ|どうやる|何(?:を|から)(?:すれ|した|やれ)|手順"
        r"|しなきゃ|流れ|どうしよう|\b(?:how (?:do|can|should|to)|procedure|apply)\b",
        rf"申請|届け出|届出|提出|申し出|申し込|入力|連絡|知らせ|{_WRITTEN}|\b(?:submit|apply|notify)\b",
    ),
    (
        "document",
        r"書類|証明|診断書|領収|レシート|様式|用紙|フォーム|写し|コピー|添付|持って|何(?:が|か)?(?:要|いる|いり)"
        r"|\b(?:receipt|certificate|document|form|proof)\b",
        rf"証明|診断書|領収|書類|写し|添付|謄本|{_WRITTEN}|\b(?:receipt|certificate|document|form)\b",
    ),
    (
        "proof left out",
        r"(?:レシート|領収書?|証明書?|診断書|写し)[^。?]{0,12}(?:な|無|失|捨|もら(?:え|わ)|忘|どっか|いら|要ら|不要)",
        r"(?:ない|できない|なくした|紛失|不要|いりません|要しない|かえ|代え)[^。]{0,20}|支払証明|理由書",
    ),
    (
        "date of payment",
        r"いつ(?:振|払|入|支|も)|給料日|支給日|支払日|何日(?:に|払)|振り?込|入金|\bpay ?day\b",
        r"振り?込|支払(?:う|日|い)|支給日|(?:当|翌)月[^。]{0,8}(?:日|末)"
        r"|給与と(?:とも|同時|一緒)|\bpaid on\b",
    ),
    (
        "who bears the cost",
        r"自腹|自費|負担|会社が(?:払|出)|会社持ち|経費|落ち|落とせ|出ます|払ってくれ|タダ|無料|ただで|弁償"
        r"|\b(?:reimburse\w*|who pays|free|cost|pay for)\b",
        r"負担|実費|自費|自己|無料|無償|補助|全額|半額|精算|経費|弁償|支給|支払|\b(?:reimburse\w*|free|borne)\b",
    ),
    (
        "buying up",
        r"買い?(?:取|上)|お金(?:に|で)(?:し|換|変|か|代)|換金|現金(?:に|化)",
        r"買い?(?:取|上)",
    ),
    (
        "kept how long",
        r"保(?:存|管)|とっておく|捨てて|破棄|廃棄|\b(?:keep|retain|store)\b",
        r"保(?:存|管)|廃棄|破棄|\b(?:keep|kept|retain|store)",
    ),
    (
        "loss or damage",
        r"なくし|無くし|失く|落と(?:し|ちゃ|して)|紛失|壊し|壊れ|割っ|盗|破損|\b(?:lost|broke|broken|stolen)\b",
        r"紛失|破損|盗難|毀損|故障|再発行|再交付|弁償|なくし|\b(?:lost|broken|stolen)",
    ),
    (
        "sanction",
        r"罰|処分|ペナルティ|クビ|首に|怒られ|懲戒|バレ|ばれ|\b(?:penalt\w+|punish\w*|fired)\b",
        r"懲戒|処分|減給|戒告|けん責|譴責|出勤停止|解雇|弁償|\b(?:disciplin\w+|penalt\w+)",
    ),
    (
        "several at once",
        r"併用|重複|両方|かけ持ち|掛け持ち|同時|2つとも|ダブル|合わせ(?:て|技)|二重|\bboth\b",
        r"併給|併用|重複|両方|同時|いずれか|高い方|多い方|一方|二重|合算|重ね|\b(?:both|either)\b",
    ),
    (
        "method of counting",
        r"計算|どう数え|端数|切り(?:捨|上)|四捨|日割|割合|数え方|\b(?:calculat\w+|round)",
        r"計算|端数|切り?(?:捨|上)|四捨|日割|乗じ|按分|割増|\b(?:calculat\w+|round)",
    ),
    (
        "whom to contact",
        r"どこ(?:に|へ)(?:聞|連絡|言|相談|電話|出)|誰に(?:聞|連絡|言|相談)|窓口|連絡先|問い?合わせ|電話番号|内線"
        r"|\b(?:contact|whom)\b",
        r"窓口|内線|連絡(?:先|する|し)|相談|担当|課(?:に|へ|が|まで)|部(?:に|へ|が|まで)|センター|@"
        r"|\b(?:contact|department|team)\b",
    ),
    (
        "late or after the fact",
        r"事後|後(?:から|で)(?:で|も|申|出|言)|忘れ|過ぎ(?:て|ちゃ|た)|遅れ|間に合わ|さかのぼ|遡",
        r"事後|後日|翌営業日|過ぎ|遅れ|さかのぼ|遡|やむを得ない|できなかった",
    ),
)
# Normalised texts are in lower case, as these are.
_ASKED = {name: re.compile(asked) for name, asked, _ in _ATTRIBUTES}
_STATED = {name: re.compile(stated) for name, _, stated in _ATTRIBUTES}
NAMES = tuple(_ASKED)


@lru_cache(maxsize=2_000)
def attributes_asked(question: str) -> frozenset[str]:
    """The attributes that a question asks, by name."""
    normal = japanese.normalize(question)
    return frozenset(name for name, pattern in _ASKED.items() if pattern.search(normal))


@lru_cache(maxsize=20_000)
def states_attribute(name: str, text: str) -> bool:
    """Whether a line states an attribute."""
    return bool(_STATED[name].search(japanese.normalize(text)))
