"""Which kind of statement a question wants, and which texts make it."""

from __future__ import annotations

import pytest

from knowledge.question_types import KINDS, Wanted, stated, states, wanted

ASKED: dict[Wanted, str] = {
    "amount": """
        出張の日当はいくらですか
        ホテル代っていくらまで出る?
        結婚祝い金いくらもらえるの
        通勤手当の上限は何円ですか
        住宅手当ってどのくらい出ますか
        会議のお弁当は一人いくらまで?
        香典の金額を教えてください
        懇親会の費用はいくらまで会社持ち?
        ボーナスってどれくらいもらえる?
        How much is the daily allowance?
        宿泊費の限度額
    """,
    "number": """
        有休は何日もらえますか
        入社して半年たったら有給何日つく?
        週に何回まで在宅できますか
        忌引って何日?
        在宅は週何日までOK?
        何歳まで働けますか
        名刺って何枚もらえるの
        深夜の割増は何%ですか
        勤続何年で退職金が出ますか
        How many days of paid leave do I get?
        看護休暇の日数
    """,
    "deadline": """
        経費の申請っていつまで?
        有休は何日前までに申請すればいいですか
        領収書いつまでに出せばいい
        退職するときは何か月前に言えばいいの
        住所が変わったら何日以内に届け出ますか
        年末調整の締切は?
        出張申請の期限を教えて
        引っ越しの届出は何日までに出しますか
        By when do I have to submit expenses?
        How early must I apply for leave?
        結婚休暇はいつまでに取らないとダメ?
    """,
    "time": """
        給料日はいつですか
        ボーナスはいつ出ますか
        始業は何時ですか
        健康診断っていつやるの?
        昼休みは何時から何時まで
        試用期間が終わるのはいつ
        夏休みは何月に取れますか
        When is payday?
        賞与の支給日
    """,
    "duration": """
        育休はどのくらいの期間取れますか
        休職できるのは何か月間ですか
        試用期間はどれくらいの期間ですか
        承認にはどれくらいかかりますか
        介護休業って何日間取れるの
        How long can I take leave of absence?
        保存期間
    """,
    "permission": """
        有休って半日でも取れる?
        新幹線のグリーン車に乗ってもいいですか
        タクシー使っていい?
        副業してもOK?
        家で仕事していい?
        パートでも賞与は出ますか
        飲み会のタクシー代は経費で落ちますか
        期限を過ぎても申請できますか
        会社のパソコンを家に持ち帰るのはダメですか
        結婚記念日に休みはもらえますか
        私用で社用車は使えますか
        台風で休んだら有給扱いにしてもらえる?
        ビジネスクラスは可能ですか
        Can I work from home?
        Am I allowed to fly business class?
        契約社員も慶弔休暇の対象ですか
        領収書なしでも大丈夫?
    """,
    "obligation": """
        残業するとき申請しなきゃダメ?
        診断書は必要ですか
        領収書って必要?
        土曜の研修は出ないといけないですか
        健康診断は受けなければなりませんか
        事前に上司の承認が要りますか
        有休を取るのに理由を書かないとダメですか
        Do I need approval in advance?
        社員証は毎日つけなきゃいけないの
        休むとき電話しなくてもいい?
        副業には届出が必要でしょうか
    """,
    "procedure": """
        有休はどうやって申請するの?
        領収書をなくしたらどうすればいいですか
        住所変更の手続きを教えてください
        経費精算のやり方がわからない
        育休の申請方法
        名刺を作りたいときは何をすればいいですか
        How do I apply for leave?
        打刻を忘れたらどうしたらいい?
        退職の手続き
        出張の申請ってどうやるの
    """,
    "person": """
        出張は誰の承認が必要ですか
        パワハラはどこに相談すればいいですか
        誰に言えばいい?
        経費の担当はどの部署ですか
        パソコンが壊れたらどこに連絡しますか
        Who approves overtime?
        ハラスメントの相談窓口
        有休の承認者
        年末調整の問い合わせ先
    """,
    "place": """
        申請書はどこにありますか
        社員証はどこで受け取れますか
        どこに提出すればいいですか
        備品はどこで買えばいい?
        Where is the form?
        AEDの場所
    """,
    "form": """
        出産のときはどの書類を出せばいいですか
        育休の申請に必要な書類は?
        結婚したら何を提出すればいいですか
        住所変更はどの様式を使いますか
        Which form do I use?
        慶弔見舞金の必要書類
        何の証明書が要りますか
    """,
    "definition": """
        フレックスタイム制って何ですか
        みなし残業とは?
        介護休業と介護休暇の違いは何ですか
        コアタイムとはなに
        代休と振休は何が違うの
        What is flextime?
        時季変更権ってどういう意味?
    """,
}
CASES = [
    (kind, question.strip())
    for kind, questions in ASKED.items()
    for question in questions.strip().splitlines()
]


@pytest.mark.parametrize(("kind", "question"), CASES, ids=lambda value: str(value))
def test_a_question_wants_a_kind_of_statement(kind: Wanted, question: str) -> None:
    assert wanted(question) == kind


def test_there_are_many_examples() -> None:
    assert len(CASES) >= 110


@pytest.mark.parametrize("text", ["日当について", "有給休暇", "はじめまして"])
def test_some_questions_do_not_tell(text: str) -> None:
    assert wanted(text) is None


def test_the_last_sentence_that_asks_decides() -> None:
    assert wanted("来月結婚します。いつまでに届けを出せばいいですか。") == "deadline"
    assert wanted("日当はいくらですか。出張は来月です。") == "amount"


STATED: list[tuple[Wanted, str, str]] = [
    ("amount", "日当は3,000円とする。", "日当は役職により定める。"),
    ("amount", "交通費は実費を支給する。", "交通費の申請は経理課に行う。"),
    ("amount", "休業期間中の賃金は支給しない。", "休業は申し出により取得できる。"),
    ("amount", "割増率は25%とする。", "割増賃金は翌月に支払う。"),
    ("amount", "The allowance is ¥3,000.", "The allowance depends on the grade."),
    ("number", "年次有給休暇は10日とする。", "年次有給休暇を与える。"),
    ("number", "１年に２回まで分割できる。", "分割して取得できる。"),
    ("number", "在宅勤務は週３日を上限とする。", "在宅勤務は所属長が許可する。"),
    ("number", "Employees get 10 days of leave.", "Employees get paid leave."),
    ("deadline", "開始日の2週間前までに申し出る。", "休業は2週間とする。"),
    ("deadline", "事由発生後１か月以内に届け出る。", "期間は1か月とする。"),
    ("deadline", "速やかに報告する。", "所属長に報告する。"),
    ("deadline", "毎月5日までに提出する。", "毎月提出する。"),
    ("deadline", "Submit it within 30 days.", "Submit it with receipts."),
    ("time", "給与は毎月25日に支払う。", "給与は口座に振り込む。"),
    ("time", "始業時刻は9時とする。", "始業時刻は別に定める。"),
    ("duration", "休職期間は6か月とする。", "休職を命じることがある。"),
    ("duration", "試用は入社後3か月間とする。", "試用する。"),
    ("permission", "グリーン車は利用できない。", "切符は総務課が手配する。"),
    ("permission", "半日単位で取得することができる。", "1日の所定労働時間は8時間とする。"),
    ("permission", "Employees may work from home.", "Working from home began long ago."),
    ("obligation", "診断書を提出しなければならない。", "診断の結果は本人に伝える。"),
    ("obligation", "理由を記入する必要はない。", "理由は問われる。"),
    ("procedure", "申請書を総務課に提出する。", "総務課は4階である。"),
    ("procedure", "Submit the form via the portal.", "The portal is new."),
    ("person", "所属長の承認を得る。", "書面で行う。"),
    ("person", "人事課に連絡する。", "電話で知らせる。"),
    ("place", "様式は社内ポータルにある。", "紙で行う。"),
    ("place", "受付は本社3階。", "平日に行う。"),
    ("form", "様式第3号により届け出る。", "口頭で申し出る。"),
    ("form", "診断書を添付する。", "医師に相談する。"),
    ("definition", "家族とは、配偶者及び子をいう。", "家族に支給する。"),
]


@pytest.mark.parametrize(("kind", "stating", "silent"), STATED, ids=lambda value: str(value))
def test_a_text_states_what_is_wanted_or_does_not(kind: Wanted, stating: str, silent: str) -> None:
    assert states(kind, stating)
    assert not states(kind, silent)


def test_who_wants_nothing_special_is_served_by_any_text() -> None:
    assert states(None, "何でも")


@pytest.mark.parametrize(
    "text", ["", "日当は3,000円とする。", "様式３を人事課に提出すること。", "はい"]
)
def test_all_that_a_text_states_is_what_it_states_of_each_kind(text: str) -> None:
    assert stated(text) == [kind for kind in KINDS if states(kind, text)]
