package dev.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cli.answer.Output;
import dev.freshet.cli.demo.DemoAnswers;
import dev.freshet.core.GeneratedDoc;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CliPageTest {

  private static final Map<String, Class<? extends Output.Answer>> ANSWERS =
      Map.of(
          "demo", DemoAnswers.type(),
          "init", InitCommand.Initialised.class,
          "validate", ValidateCommand.Validated.class,
          "profile", Profile.class,
          "run", RunCommand.Ran.class,
          "optimize", Optimized.class,
          "search", SearchCommand.Found.class,
          "status", Status.class,
          "verify", VerifyCommand.Verified.class);

  @Test
  void pageIsCurrent() throws IOException {
    GeneratedDoc.check("cli.md", CliPage.print(ANSWERS));
  }

  @Test
  void everyVerbHasAnAnswer() {
    assertThat(ANSWERS).containsOnlyKeys(Freshet.commandLine().getSubcommands().keySet());
  }
}
