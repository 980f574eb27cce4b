package dev.freshet.autoloader.catalogue;

import static dev.freshet.autoloader.catalogue.KnownOption.NONE;
import static dev.freshet.autoloader.catalogue.KnownOption.REQUIRED;
import static dev.freshet.autoloader.catalogue.KnownOption.differs;
import static dev.freshet.autoloader.catalogue.KnownOption.supported;

import java.util.List;

/** The options that say what is read, in which batches, and which files are. */
final class SourceOptionList {

  private SourceOptionList() {}

  static final List<KnownOption> COMMON =
      List.of(
          supported(
              OptionName.PATH,
              REQUIRED,
              "Landing path, usually the argument of `load`: an existing local directory, plain or as a `file:` URI, a"
                  + " directory that Hadoop reaches, such as `s3a://bucket/landing`"
                  + " ([cloud storage](cloud-storage.md)), or a glob such as `/data/*/in` (see"
                  + " `cloudFiles.useStrictGlobber`)."),
          differs(
              OptionName.FORMAT,
              REQUIRED,
              "What the files hold: `avro`, `binaryFile`, `csv`, `json`, `orc`, `parquet`, `text`, `xml` or `envelope`.",
              "`envelope` is an extension: the records as they landed, each with file, sequence, line and error; it"
                  + " never fails on a bad file."),
          supported(
              OptionName.MAX_FILES,
              "1000",
              "Most files of one batch. Combined with `"
                  + OptionName.MAX_BYTES
                  + "`: the batch ends at whichever is reached first. Both can be changed while the query runs, by the"
                  + " file [limits](semantics.md#16-how-large-a-batch-gets)."),
          supported(
              OptionName.MAX_BYTES,
              NONE,
              "Bytes at which a batch ends, such as `64m` or `10g`. Soft: the file that reaches it is still included, so"
                  + " a batch has at least one file."),
          supported(
              OptionName.INCLUDE_EXISTING,
              "true",
              "Whether files that were there before the first start are read. Used only when the checkpoint is new."),
          supported(
              OptionName.VALIDATE,
              "true",
              "Whether an option that is unknown, or that this version does not have, is an error. With `false` it is"
                  + " ignored, and one warning is logged."));

  static final List<KnownOption> FILES =
      List.of(
          supported(
              OptionName.GLOB,
              NONE,
              "Only files whose name matches this glob, such as `*.json`, are read."),
          supported(
              OptionName.NAME_PATTERN,
              NONE,
              "Another name of `" + OptionName.GLOB + "`; give one of them."),
          differs(
              OptionName.RECURSIVE,
              "true",
              "Whether files in sub-directories are read, at any depth. Directories whose name starts with `.` or `_`"
                  + " never are, and links to directories are not followed.",
              "The documented default is `false`, under which Spark still searches directories named like `year=2026`;"
                  + " here `false` reads the files of the landing directory itself only."),
          supported(
              OptionName.MODIFIED_AFTER,
              NONE,
              "Only files that were modified after this time are read, such as `2026-06-01T13:00:00` (in the option"
                  + " `timeZone`, or in the zone of the session) or `2026-06-01T13:00:00Z`."),
          supported(
              OptionName.MODIFIED_BEFORE,
              NONE,
              "Only files that were modified before this time are read."),
          supported(
              OptionName.STRICT_GLOB,
              "false",
              "How a glob in the path is read: with `true`, `*` stays within one directory name, as in other file"
                  + " sources of Spark; with `false` it crosses directories. A directory that matches is read with its"
                  + " files, and with its sub-directories under `"
                  + OptionName.RECURSIVE
                  + "`."),
          differs(
              OptionName.OVERWRITES,
              "true",
              "Whether a file that was changed after it was found is read again. With `false` each path is read once,"
                  + " and a rewrite is not read.",
              "The documented default is `false`, which loses a rewrite without a word. With `true` every version that"
                  + " is found is read, each once, as a whole; `envelope` says which of its lines landed before."),
          differs(
              OptionName.MAX_FILE_AGE,
              NONE,
              "A file that was modified longer ago than this when it is found, such as `90 days`, is not read. The"
                  + " files of the first listing of a new stream always are.",
              "It is documented as the time after which a file is forgotten, so that older files may be read twice."
                  + " Here a file is never forgotten, and the file log needs no memory for it."),
          differs(
              OptionName.BACKFILL,
              NONE,
              "Longest time between two full listings, such as `1 day`.",
              "Listings always run beside the events. With a queue this is their interval, which is 5 minutes"
                  + " otherwise; without one it bounds the pause that a listing of very many files causes."),
          differs(
              OptionName.INCREMENTAL,
              "false",
              "Whether a listing may begin behind the last name of the one before: `true`, or `auto` while new names"
                  + " come in their order. One in eight is full, and finds what came before that name.",
              "On S3, with the jar of freshet-storage-s3 and without a queue; elsewhere every listing is full, and"
                  + " nothing is lost either way. Rewritten files are found by full listings."),
          supported(
              OptionName.CLEAN,
              "OFF",
              "What becomes of a file that was read without an error, some time after its batch is in the checkpoint:"
                  + " `OFF`, `DELETE` or `MOVE`. A file that was changed after it was read stays, and so does each"
                  + " that a link leads to. Set it for one stream of a landing path only."),
          differs(
              OptionName.CLEAN_RETENTION,
              "30 days",
              "How long a file stays after its batch is committed, such as `14 days`; for `DELETE` at least `7 days`, for"
                  + " `MOVE` also `0 seconds`.",
              "Exactly 7 days are allowed for `DELETE`."),
          supported(
              OptionName.CLEAN_DESTINATION,
              NONE,
              "Directory to which `MOVE` moves a file, with its directories below the landing path: outside the"
                  + " landing path, on the same file system, bucket or container, written from the root on. A second"
                  + " version of a path gets its sequence behind its name."),
          supported(
              OptionName.CLEAN_WAIT,
              "false",
              "Whether a query that ends by itself, such as one with the trigger `AvailableNow`, ends only when all files"
                  + " whose time is over are removed; without it, it waits 10 s for that. One that is stopped does"
                  + " not wait for more."));

  static final List<KnownOption> OWN =
      List.of(
          supported(
              OptionName.OUTPUT,
              "columns",
              "What a row is: `columns`, or with `envelope` a JSON object in the columns of the format `envelope`, with"
                  + " its file and the number of its row. For avro, csv, orc, parquet and xml; each file is read with"
                  + " its own columns, those of csv and xml as texts, and a bad file is a row that says so."),
          supported(
              OptionName.FOLLOW_LINKS,
              "false",
              "Whether a symbolic link is read as the file it leads to. Set it only if everyone who may write to the"
                  + " landing path may read what this process may read. Links to directories and into `/proc`, `/sys`"
                  + " and `/dev`, devices, FIFOs and sockets are never read. What is left out is logged once."),
          supported(
              OptionName.FILE_LOG,
              NONE,
              "Directory of the file log on a local disk. Default: `sources/<n>/filelog` below the checkpoint. Set it to"
                  + " keep the numbering when a checkpoint is deleted."),
          supported(
              OptionName.START_AFTER,
              "0",
              "Sequence after which a query with a new checkpoint starts. For sinks that know what they have committed;"
                  + " needs `"
                  + OptionName.FILE_LOG
                  + "`."),
          supported(
              OptionName.LIST_INTERVAL,
              "1s",
              "Shortest time between two full listings. Listings take at most a fiftieth of the time, or a fifth if"
                  + " nothing else finds changes. Events normally find new files within milliseconds; without them a"
                  + " directory of this machine is looked at ten times a second, and its names are read if one came."),
          supported(
              OptionName.DISCOVERY,
              "auto",
              "How new files are found. `events`: by events, of a queue or of the file system of this machine, with"
                  + " listings for what no event says. `listing`: by listings only, for network file systems, which"
                  + " report no events of other machines, and where the system allows too few watches. `auto`: by"
                  + " events if there are any. What is taken, and why, is logged at the start."),
          supported(
              OptionName.QUEUE,
              NONE,
              "Address of the queue that gets the events of the landing path's storage, with the kind of queue before"
                  + " it, such as"
                  + " `sqs+https://sqs.eu-west-1.amazonaws.com/123456789012/landing` or"
                  + " `azure-queue+https://account.queue.core.windows.net/landing`. New files are then found by"
                  + " events, and listings, every 5 minutes unless `autoloader.listInterval` says otherwise, find"
                  + " what no event said."),
          supported(
              OptionName.ADMISSION,
              NONE,
              "Id under which this process registered a `dev.freshet.autoloader.Admission`, which is asked before each"
                  + " batch how many bytes it may take. The other limits apply as well; a batch has at least one"
                  + " file."));
}
