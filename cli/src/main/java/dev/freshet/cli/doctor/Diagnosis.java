package dev.freshet.cli.doctor;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.freshet.cli.answer.Output;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What was found.
 *
 * @param archive the file with what was collected
 * @param outcome the worst outcome of the checks
 * @param checks what was checked, in order
 * @param notRead what could not be collected
 */
public record Diagnosis(Path archive, Outcome outcome, List<Check> checks, List<NotRead> notRead)
    implements Output.Answer {

  /** Copies the lists. */
  public Diagnosis {
    checks = List.copyOf(checks);
    notRead = List.copyOf(notRead);
  }

  static Diagnosis of(Path archive, List<Check> checks, List<NotRead> notRead) {
    Outcome worst = checks.stream().map(Check::outcome).max(Outcome::compareTo).orElse(Outcome.OK);
    return new Diagnosis(archive, worst, checks, notRead);
  }

  /** How a check ended, the worst last. */
  public enum Outcome {
    @JsonProperty("ok")
    OK,
    @JsonProperty("warn")
    WARN,
    @JsonProperty("wrong")
    WRONG;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One check.
   *
   * @param name of the check
   * @param outcome ok, warn or wrong
   * @param found what is so, with values
   * @param advice what to do; null if it is ok
   */
  public record Check(String name, Outcome outcome, String found, @Nullable String advice) {

    static Check ok(String name, String found) {
      return new Check(name, Outcome.OK, found, null);
    }

    static Check warn(String name, String found, String advice) {
      return new Check(name, Outcome.WARN, found, advice);
    }

    static Check wrong(String name, String found, String advice) {
      return new Check(name, Outcome.WRONG, found, advice);
    }
  }

  /**
   * A part that is not in the archive.
   *
   * @param part its name
   * @param reason why it could not be read
   */
  public record NotRead(String part, String reason) {}

  @Override
  public void print(PrintWriter out) {
    for (Check check : checks) {
      out.printf("%-6s %-14s %s%n", check.outcome(), check.name(), check.found());
      if (check.advice() != null) {
        out.printf("%-21s %s%n", "", check.advice());
      }
    }
    notRead.forEach(part -> out.printf("not read: %s: %s%n", part.part(), part.reason()));
    out.println("wrote " + archive);
    out.println("It has no secrets and no records; look into it before you send it.");
  }
}
