package dev.freshet.cli.doctor;

import com.fasterxml.jackson.core.JacksonException;
import dev.freshet.cli.answer.ExitCode;
import dev.freshet.cli.answer.Output;
import dev.freshet.cli.doctor.Diagnosis.Check;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.config.HomeLayout;
import dev.freshet.core.config.reading.ShownConfig;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.mask.Mask;
import dev.freshet.core.mask.MaskedJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The verb {@code doctor}. */
@Command(
    name = "doctor",
    description = {
      "Checks this machine, the installation and a pipeline, and collects what a report of a defect"
          + " needs into one file: no secrets, no records, no keys of records.",
      "Works on a damaged home, on a missing one and beside a running pipeline. Changes nothing."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the file was written, whatever the checks found",
      "1:the file could not be written",
      "2:the command line is wrong"
    })
public final class DoctorCommand implements Callable<Integer> {

  /** Verifying a large table takes longer; then the user is told to start it. */
  private static final Duration VERB_LIMIT = Duration.ofSeconds(90);

  /** The files of an archive have 720 MB. */
  private static final Duration INSTALLATION_LIMIT = Duration.ofMinutes(2);

  private static final int JSON_BYTES_MAX = 8 << 20;

  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      defaultValue = "pipeline.yaml",
      description = "The pipeline's configuration, if there is one (default: ${DEFAULT-VALUE}).")
  Path file;

  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "The pipeline's home, if the configuration cannot be read.")
  @Nullable Path home;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "The file to write; without it freshet-doctor-<time>.zip in this directory.")
  @Nullable Path out;

  @Option(
      names = "--quick",
      description = "Start no other verbs: without validate, status and verify.")
  boolean quick;

  @Mixin Output output;

  @Spec CommandSpec command;

  @Override
  public Integer call() {
    Path archive =
        out != null
            ? out
            : Path.of(
                "freshet-doctor-" + LocalDateTime.now(Clock.systemUTC()).format(STAMP) + ".zip");
    PipelineFacts pipeline = PipelineFacts.of(file);
    Path directory = home != null ? home : pipeline.home();
    Collection collected = new Collection(Mask.of(pipeline.secrets(System.getenv())));
    examineMachine(collected);
    examinePipeline(collected, pipeline, directory);
    // First without what native code opens: should that end this process, there is a file.
    write(collected, archive);
    if (!quick && pipeline.config().isPresent()) {
      askVerbs(collected);
      write(collected, archive);
    }
    output.print(collected.diagnosis(archive));
    return ExitCode.OK;
  }

  private void examineMachine(Collection collected) {
    Path root = Path.of(System.getProperty("freshet.installation", "."));
    String version = String.join(" ", command.root().version());
    collected.json("machine.json", () -> MachineFacts.all(version, root));
    collected.own(
        "libraries.txt", () -> MachineFacts.libraries(System.getProperty("java.class.path")));
    collected.check("java", MachineChecks::java);
    collected.check("system", MachineChecks::system);
    collected.check("memory", MachineChecks::memory);
    collected.check("open-files", MachineChecks::openFiles);
    collected.check("temporary", () -> MachineChecks.temporary(temporary()));
    collected.check("clock", MachineChecks::clock);
    collected.check("installation", INSTALLATION_LIMIT, () -> MachineChecks.installation(root));
  }

  private static void examinePipeline(Collection collected, PipelineFacts pipeline, Path home) {
    collected.check("configuration", pipeline::check);
    pipeline
        .tree()
        .ifPresent(
            tree ->
                collected.json(
                    "configuration.json", () -> new ShownConfig(Mask.of(List.of())).of(tree)));
    pipeline
        .config()
        .map(FreshetConfig::serve)
        .ifPresent(serve -> collected.check("port", () -> HomeChecks.port(serve)));
    HomeChecks checks = new HomeChecks(home);
    collected.check("home", checks::present);
    collected.check("disk", checks::disk);
    if (Files.isDirectory(home)) {
      collected.check("permissions", checks::permissions);
      collected.check("delta-logs", checks::deltaLogs);
      collected.json("home.json", () -> new HomeFacts(home).parts());
      readFiles(collected, new HomeLayout(home, "any"));
    }
  }

  private static void readFiles(Collection collected, HomeLayout layout) {
    if (Files.exists(layout.fileLog(), LinkOption.NOFOLLOW_LINKS)) {
      collected.json("filelog.json", () -> HomeFacts.fileLog(layout.fileLog()));
    }
    for (Path json :
        List.of(
            layout.statusFile(),
            layout.maintenanceReport(),
            layout.settings(),
            layout.maintenanceMemory())) {
      if (Files.exists(json, LinkOption.NOFOLLOW_LINKS)) {
        collected.json("home/" + json.getFileName(), () -> shape(json));
      }
    }
    for (Path log : List.of(layout.maintenanceLog(), layout.serveLog())) {
      for (String name : List.of(log.getFileName() + ".1", log.getFileName().toString())) {
        Path each = log.resolveSibling(name);
        if (Files.exists(each, LinkOption.NOFOLLOW_LINKS)) {
          collected.text("home/" + name, () -> LogTail.of(each));
        }
      }
    }
  }

  private static @Nullable Object shape(Path json) throws IOException {
    if (!Files.isRegularFile(json) || Files.size(json) > JSON_BYTES_MAX) {
      throw new IOException("it is no file of at most " + JSON_BYTES_MAX + " bytes");
    }
    try {
      return MaskedJson.of(Collection.JSON.readValue(json.toFile(), Object.class));
    } catch (JacksonException e) {
      // Its message would quote the file.
      throw new IOException("it is not valid JSON");
    }
  }

  private void askVerbs(Collection collected) {
    VerbProbe probe = new VerbProbe(file, temporary(), VERB_LIMIT);
    Map<String, String> advice =
        Map.of(
            "validate", "Start freshet validate, which says what does not fit and what to do.",
            "status", "Start freshet status, which says what to do.",
            "verify", "Start freshet verify, which says what differs, then run.");
    for (String verb : List.of("validate", "status", "verify")) {
      try {
        VerbProbe.Ended ended = probe.ask(verb);
        collected.json(verb + ".json", () -> ended.answer());
        collected.add(
            ErrorCode.TABLE_NOT_FOUND.name().equals(ended.error())
                ? Check.ok(verb, "there is no vector table yet")
                : ended.check(verb, advice.get(verb)));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (IOException e) {
        collected.add(
            Check.warn(verb, String.valueOf(e.getMessage()), "Start freshet " + verb + " itself."));
      }
    }
  }

  private static Path temporary() {
    return Path.of(System.getProperty("java.io.tmpdir"));
  }

  private static void write(Collection collected, Path archive) {
    try {
      collected.write(archive);
    } catch (IOException e) {
      throw new FreshetException(
          ErrorCode.STORE_UNAVAILABLE,
          "Cannot write "
              + archive
              + ": "
              + e
              + ". Name a file in a directory that this user may write to with --out.",
          e);
    }
  }
}
