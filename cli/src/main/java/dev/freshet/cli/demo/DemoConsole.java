package dev.freshet.cli.demo;

import dev.freshet.cli.answer.Text;
import dev.freshet.demo.feed.ChangeCounts;
import dev.freshet.demo.feed.FeedFile;
import dev.freshet.demo.feed.FeedPlan;
import dev.freshet.home.report.WindowFreshness;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** Prints the progress of the demo. Thread-safe. */
final class DemoConsole {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());

  private final PrintWriter out;

  DemoConsole(PrintWriter out) {
    this.out = out;
  }

  synchronized void starting(Path landing) {
    say("Freshet demo: the documentation of a library, release after release, lands as change");
    say("files in " + landing + " and is searchable moments later.");
    say("");
    say("starting Spark, the embedding model and the vector table ...");
  }

  synchronized void ready(Duration took, FeedPlan plan) {
    say(
        String.format(
            Locale.ROOT,
            "ready after %s; %d releases land in %d files over %s",
            Text.duration(took),
            plan.releases().size(),
            plan.fileCount(),
            Text.duration(plan.end())));
    if (!plan.leftOut().isEmpty()) {
      say("the time is too short for the later releases: " + String.join(", ", plan.leftOut()));
    }
    say("");
  }

  synchronized void serving(URI url) {
    say("");
    say("search and dashboard: " + url);
    say("");
  }

  synchronized void landed(FeedFile file, WindowFreshness freshness) {
    ChangeCounts counts = file.counts();
    say(
        String.format(
            Locale.ROOT,
            "%s  %-26s +%d ~%d -%d   landed to queryable: %s",
            TIME.format(file.landedAt()),
            file.name(),
            counts.inserts(),
            counts.updates(),
            counts.deletes(),
            Text.freshness(freshness)));
  }

  synchronized void releaseSearchable(String release, Duration after, boolean searchable) {
    say("");
    say(
        searchable
            ? "release "
                + release
                + " is searchable as a whole, at most "
                + Text.duration(after)
                + " after its last file landed"
            : "release " + release + " is not searchable as a whole yet; the machine is busy");
  }

  synchronized void answer(String question, Optional<String> before, String now) {
    say("  \"" + question + "\"");
    before.ifPresent(answer -> say("    before:  " + answer));
    say((before.isPresent() ? "    now:     " : "    answer:  ") + now);
  }

  synchronized void feedOver(Path landing) {
    say("all releases have landed; what you put into " + landing + " now lands as well");
  }

  synchronized void problem(String problem) {
    say(problem);
  }

  synchronized void say(String line) {
    out.println(line);
    out.flush();
  }
}
