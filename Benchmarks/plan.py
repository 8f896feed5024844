"""The rows: what is run, on what, beside what, and what is expected of it."""

from inputs import Data
from rows import CHATCONV, NUMBER, AtMost, Clock, Entry, Faster, Linear, Output, Row, Section, Target, Within

PAGE = Data("page")
JSON = Data("page as json")
JSONL = Data("page as jsonl")
XML = Data("page as xml")
MBOX = Data("page as mbox")
SRT = Data("talk as srt")
PLAIN_SRT = Data("talk as plain srt")
WEBVTT = Data("talk as webvtt")
TALK = Data("talk")
LIST_MAIL = Data("list mail")
MIME_MAIL = Data("mime mail")
# Some thousands of pages, whatever the size of the run.
FOLDER = Data("folder", 50)
DAYS = Data("days")
PAGE_OF_DAYS = Data("page of days")
SEED = Data("seed")

# Peers that take seconds for a megabyte, or gigabytes of memory, get the beginning of the same data: so many megabytes.
PANDOC_SIZE = 2
JQ_SIZE = 50
MAILBOX_SIZE = 20
FFMPEG_SIZE = 20
PYSUBS2_SIZE = 10

# Scaling: the size that the others are compared with, and by how much a megabyte may take longer at the largest.
REFERENCE_SIZE = 100
LINEAR = 1.2

START_UP_ROUNDS = 200
# What takes milliseconds is run more often.
ROUNDS_OF_SHORT_RUNS = 4


# What chatconv uses for a single file unless it is told otherwise, where there are so many processors.
USUAL_THREADS = 2


def convert(
    data: Data, to: str, *, threads: int | None = 1, label: str = "chatconv", target: Target | None = None,
    output: Output = Output.STREAM,
) -> Entry:
    """chatconv converting an input; on as many threads as it chooses itself where `threads` is None."""
    return Entry(
        label, CHATCONV,
        ("{input}", "-f", data.format, "-t", to, "--quiet")
        + (() if threads is None else ("--jobs", str(threads)))
        + (("-o", "{output}") if output is Output.NAMED else ()),
        data, output, makes="" if output is Output.NONE else to, threads=threads or USUAL_THREADS, target=target)


def as_used(data: Data, to: str) -> tuple[Entry, Entry]:
    """chatconv as people call it, and on one thread."""
    return (convert(data, to, threads=None), convert(data, to, label="chatconv --jobs 1"))


def two_threads(
    name: str, title: str, data: Data, to: str, target: Target | None = None, output: Output = Output.STREAM,
) -> Row:
    """The same work by two threads and by one, with the same bytes as the result."""
    return Row(
        f"{name}-threads", f"{title}, two threads",
        (
            convert(data, to, threads=2, label="chatconv --jobs 2", output=output),
            convert(data, to, threads=1, label="chatconv --jobs 1", output=output, target=target),
        ),
        same_output=True)


def validated(data: Data, to: str) -> Row:
    """Looking for every problem of an input, and converting it, both as people call them."""
    return Row(
        f"validate-{data.format}", f"validating {data.format}, beside converting it to {to}",
        (
            # Status 1 says that there were findings.
            Entry(
                "chatconv validate", CHATCONV, ("validate", "-f", data.format, "{input}"), data, Output.NONE,
                statuses=frozenset({0, 1}), threads=USUAL_THREADS),
            convert(data, to, threads=None, label=f"chatconv -t {to}", target=AtMost(1, Clock.WALL)),
        ))


def make_plan(size: float, sizes: list[float]) -> list[Section]:
    """All sections for a run whose inputs have `size` megabytes; `sizes` are those at which scaling is looked at."""

    def beginning(data: Data, limit: float) -> Data:
        """The first `limit` megabytes of an input; the input itself when it is no larger."""
        return Data(data.kind, limit) if limit < size else data

    def ffmpeg(data: Data, to: str, target: Faster | None = None) -> Entry:
        return Entry(
            "ffmpeg", "ffmpeg", ("-v", "error", "-nostdin", "-y", "-i", "{input}", "-f", to, "{output}"),
            beginning(data, FFMPEG_SIZE), Output.NAMED, makes=to, target=target)

    def pysubs2(data: Data, source: str, to: str, makes: str, target: Faster | None = None) -> Entry:
        return Entry(
            "pysubs2", "pysubs2", ("{input}", source, "{output}", to),
            beginning(data, PYSUBS2_SIZE), Output.NAMED, makes=makes, target=target)

    def read_mailbox(data: Data, target: Faster) -> Entry:
        return Entry(
            "Python's mailbox", "Python's mailbox", ("{input}",), beginning(data, MAILBOX_SIZE), makes=NUMBER, target=target)

    against_others = Section("Against what the machine and other tools can do", (
        Row(
            "markdown-jsonl", "markdown → jsonl, one thread",
            (
                convert(PAGE, "jsonl"),
                Entry(
                    "wc -l, then cat to a file", "sh", ("-c", 'wc -l <"$0" >/dev/null && cat "$0"', "{input}"), PAGE,
                    makes="markdown", target=AtMost(3)),
                Entry(
                    "pandoc to its JSON", "pandoc", ("-f", "commonmark", "-t", "json", "-o", "{output}", "{input}"),
                    beginning(PAGE, PANDOC_SIZE), Output.NAMED),
            ),
            note="pandoc reads the same page as a document; of all it does, this is nearest to reading a transcript"),
        two_threads("markdown-jsonl", "markdown → jsonl", PAGE, "jsonl", Faster(1.6, Clock.WALL)),
        Row(
            "jsonl-markdown", "jsonl → markdown",
            (
                *as_used(JSONL, "markdown"),
                convert(PAGE, "jsonl", threads=None, label="chatconv back to jsonl", target=AtMost(1.5, Clock.WALL)),
                Entry(
                    "jq -c .", "jq", ("-c", ".", "{input}"), beginning(JSONL, JQ_SIZE), makes="jsonl",
                    target=Faster(15, Clock.WALL)),
            ),
            gives_back=PAGE),
        Row(
            "xml-jsonl", "xml → jsonl",
            (
                *as_used(XML, "jsonl"),
                Entry(
                    "xmllint --sax --noout", "xmllint", ("--sax", "--noout", "{input}"), XML, Output.NONE,
                    target=AtMost(1.6, Clock.WALL)),
            ),
            note="xmllint only parses: it writes nothing"),
        Row(
            "mbox-list", "mbox → jsonl, mailing lists",
            (*as_used(LIST_MAIL, "jsonl"), read_mailbox(LIST_MAIL, Faster(40, Clock.WALL))),
            note="Python reads all headers and decodes all texts and attachments; it writes nothing"),
        Row(
            "mbox-mime", "mbox → jsonl, mail in MIME",
            (*as_used(MIME_MAIL, "jsonl"), read_mailbox(MIME_MAIL, Faster(40, Clock.WALL)))),
        Row(
            "srt-webvtt", "srt → webvtt, a chat with names",
            (
                *as_used(SRT, "webvtt"),
                ffmpeg(SRT, "webvtt", Faster(40, Clock.WALL)),
                pysubs2(SRT, "srt", "vtt", "webvtt", Faster(100, Clock.WALL)),
            ),
            note="chatconv finds the speaker of each cue, which the others take as text"),
        Row(
            "srt-plain", "srt → webvtt, subtitles without names",
            (
                *as_used(PLAIN_SRT, "webvtt"),
                ffmpeg(PLAIN_SRT, "webvtt", Faster(40, Clock.WALL)),
                pysubs2(PLAIN_SRT, "srt", "vtt", "webvtt", Faster(100, Clock.WALL)),
            )),
        Row(
            "webvtt-srt", "webvtt → srt",
            (*as_used(WEBVTT, "srt"), ffmpeg(WEBVTT, "srt"), pysubs2(WEBVTT, "vtt", "srt", "srt"))),
        Row(
            "start", "the seed, whole process",
            (
                Entry(
                    "chatconv SEED -t json", CHATCONV, ("{input}", "-t", "json"), SEED, Output.NONE, threads=1,
                    target=Within(0.006)),
                Entry("jq --version", "jq", ("--version",), None, Output.NONE, target=AtMost(6, Clock.WALL)),
                Entry("chatconv --version", CHATCONV, ("--version",), None, Output.NONE, threads=1),
            ),
            fixed_rounds=START_UP_ROUNDS),
    ))

    chats = (PAGE, JSON, JSONL, XML, MBOX)
    each_format = Section("Each reader and each writer, one thread", (
        Row(
            "readers", "each format → jsonl",
            tuple(convert(data, "jsonl", label=data.format) for data in (*chats, SRT, WEBVTT)),
            note="mbox is a chat as mail; srt and webvtt hold the texts only",
            compares=False),
        Row(
            "writers", "jsonl → each format",
            tuple(convert(JSONL, data.format, label=data.format) for data in chats)
            + tuple(convert(TALK, data.format, label=data.format) for data in (SRT, WEBVTT)),
            compares=False),
    ))

    proofs = Section("Proof, one thread", (
        Row(
            "verify", "what --verify adds to markdown → jsonl",
            (
                convert(PAGE, "jsonl", output=Output.NAMED),
                Entry(
                    "chatconv --verify", CHATCONV,
                    ("{input}", "-f", "markdown", "-t", "jsonl", "--jobs", "1", "--quiet", "-o", "{output}", "--verify"),
                    PAGE, Output.NAMED, makes="jsonl", threads=1),
            )),
    ))

    validation = Section("Validation, two threads", (
        validated(PAGE, "jsonl"),
        validated(JSON, "jsonl"),
        validated(JSONL, "json"),
        validated(XML, "jsonl"),
        validated(LIST_MAIL, "jsonl"),
        validated(SRT, "jsonl"),
        validated(WEBVTT, "jsonl"),
    ))

    folders = Section("Folders and threads", (
        Row(
            "folder", "a folder of pages, beside one page with the same messages",
            (
                convert(DAYS, "jsonl", threads=None, output=Output.NAMED, label="chatconv FOLDER -o FOLDER"),
                convert(
                    PAGE_OF_DAYS, "jsonl", threads=None, output=Output.NAMED, label="chatconv PAGE -o FILE",
                    target=AtMost(1.2, Clock.WALL)),
                Entry("cp -R FOLDER FOLDER", "cp", ("-R", "{input}", "{output}"), DAYS, Output.NAMED, makes="markdown"),
            ),
            note="cp shows what it costs the system to make so many files",
            more_rounds=ROUNDS_OF_SHORT_RUNS),
        two_threads("folder", "a folder of pages → jsonl", FOLDER, "jsonl", output=Output.NAMED),
        two_threads("jsonl-markdown", "jsonl → markdown", JSONL, "markdown"),
        two_threads("mbox", "mbox → jsonl, a chat as mail", MBOX, "jsonl"),
    ))

    def at(megabytes: float, target: Linear | None) -> Entry:
        return convert(
            PAGE if megabytes == size else Data(PAGE.kind, megabytes), "jsonl",
            label=f"chatconv, {megabytes:.12g} MB", output=Output.NONE, target=target)

    # The first has to be large enough for the start of the process not to count.
    reference = min(sizes, key=lambda megabytes: abs(megabytes - REFERENCE_SIZE))
    ordered = [reference, *(megabytes for megabytes in sizes if megabytes != reference)]
    scaling = Section("Scaling with size, one thread", (
        Row(
            "size", "markdown → jsonl to /dev/null, for each megabyte",
            tuple(
                at(megabytes, Linear(LINEAR) if megabytes == max(sizes) and megabytes != reference else None)
                for megabytes in ordered)),
    ))
    # As large as the largest page: memory must not grow with the mailbox, nor with what is attached to a mail.
    attachments = Data("mail with attachments", max(sizes))
    memory = Section("Memory, one thread", (
        Row(
            "mbox-attachments", "a mailbox with attachments of 25 MB, to /dev/null",
            (
                convert(attachments, "jsonl", label="mbox → jsonl", output=Output.NONE),
                convert(attachments, "mbox", label="mbox → mbox", output=Output.NONE),
            ),
            note="a mail with such an attachment takes 34 MB in the mailbox, and is copied into another one as it stands",
            compares=False),
    ))
    return [against_others, each_format, proofs, validation, folders, scaling, memory]
