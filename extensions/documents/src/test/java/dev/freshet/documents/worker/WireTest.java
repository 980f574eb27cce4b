package dev.freshet.documents.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.embed.ExtractOutcome;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class WireTest {

  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(sent);

  @Test
  void whatIsSentArrives() throws IOException {
    ExtractOutcome text = new ExtractOutcome.Extracted("Größe 😀");
    ExtractOutcome reason = new ExtractOutcome.Unreadable("it is empty.");
    Wire.greet(out);
    Wire.request(out, new byte[] {1, 2});
    Wire.answer(out, text);
    Wire.answer(out, reason);

    DataInputStream in = received(sent.toByteArray());

    Wire.awaitGreeting(in);
    assertThat(Wire.awaitRequest(in)).containsExactly(1, 2);
    assertThat(Wire.awaitAnswer(in)).isEqualTo(text);
    assertThat(Wire.awaitAnswer(in)).isEqualTo(reason);
    assertThatThrownBy(() -> Wire.awaitRequest(in)).isInstanceOf(EOFException.class);
  }

  @Test
  void otherBytesAreAnErrorAndTakeNoMemory() {
    byte[] words =
        "Terminating due to java.lang.OutOfMemoryError".getBytes(StandardCharsets.US_ASCII);
    byte[] endlessAnswer = {2, 0x7F, 0x7F, 0x7F, 0x7F, 'x'};

    assertThatThrownBy(() -> Wire.awaitAnswer(received(words))).hasMessageContaining("kind 84");
    assertThatThrownBy(() -> Wire.awaitGreeting(received(words))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> Wire.awaitAnswer(received(endlessAnswer)))
        .isInstanceOf(EOFException.class);
  }

  private static DataInputStream received(byte[] bytes) {
    return new DataInputStream(new ByteArrayInputStream(bytes));
  }
}
