package dev.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cli.answer.IssuedKey;
import dev.freshet.cli.answer.Optimized;
import dev.freshet.cli.answer.Output;
import dev.freshet.cli.answer.Profile;
import dev.freshet.cli.answer.Status;
import dev.freshet.cli.demo.DemoAnswer;
import dev.freshet.cli.doctor.Diagnosis;
import dev.freshet.cli.keys.KeysList;
import dev.freshet.cli.keys.KeysReset;
import dev.freshet.cli.keys.KeysRevoke;
import dev.freshet.cli.quarantine.QuarantineList;
import dev.freshet.cli.quarantine.QuarantineShow;
import dev.freshet.cli.verb.FilesCommand;
import dev.freshet.cli.verb.InitCommand;
import dev.freshet.cli.verb.RunCommand;
import dev.freshet.cli.verb.SearchCommand;
import dev.freshet.cli.verb.ServeCommand;
import dev.freshet.cli.verb.ValidateCommand;
import dev.freshet.cli.verb.VerifyCommand;
import dev.freshet.core.GeneratedDoc;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CliPageTest {

  private static final Map<String, Class<? extends Output.Answer>> ANSWERS =
      Map.ofEntries(
          Map.entry("demo", DemoAnswer.class),
          Map.entry("init", InitCommand.Initialised.class),
          Map.entry("validate", ValidateCommand.Validated.class),
          Map.entry("profile", Profile.class),
          Map.entry("run", RunCommand.Ran.class),
          Map.entry("optimize", Optimized.class),
          Map.entry("serve", ServeCommand.Served.class),
          Map.entry("keys add", IssuedKey.class),
          Map.entry("keys list", KeysList.Listed.class),
          Map.entry("keys rotate", IssuedKey.class),
          Map.entry("keys reset", KeysReset.Reset.class),
          Map.entry("keys revoke", KeysRevoke.Revoked.class),
          Map.entry("search", SearchCommand.Found.class),
          Map.entry("status", Status.class),
          Map.entry("verify", VerifyCommand.Verified.class),
          Map.entry("files", FilesCommand.ListedFiles.class),
          Map.entry("quarantine list", QuarantineList.Quarantined.class),
          Map.entry("quarantine show", QuarantineShow.Shown.class),
          Map.entry("doctor", Diagnosis.class));

  @Test
  void pageIsCurrent() throws IOException {
    GeneratedDoc.check("cli.md", CliPage.print(ANSWERS));
  }

  @Test
  void everyVerbHasAnAnswer() {
    assertThat(ANSWERS).containsOnlyKeys(CliPage.verbs(Freshet.commandLine()).keySet());
  }
}
