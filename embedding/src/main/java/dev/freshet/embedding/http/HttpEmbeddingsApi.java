package dev.freshet.embedding.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.core.config.EmbeddingConfig;
import dev.freshet.core.config.Secret;
import dev.freshet.core.embed.InputType;
import dev.freshet.embedding.service.EmbeddingsApi;
import dev.freshet.embedding.service.ServiceReason;
import dev.freshet.embedding.service.ServiceReply;
import dev.freshet.embedding.service.StatusPolicy;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Makes OpenAI's embeddings call, as its API reference describes it and TEI, Ollama, vLLM and Azure
 * implement it: {@code model}, {@code input}, {@code encoding_format}, and {@code dimensions} if
 * the configuration has it. The call has no input type.
 */
final class HttpEmbeddingsApi implements EmbeddingsApi {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpExchange exchange;
  private final String model;
  private final OptionalInt dimension;
  private final Optional<Secret> key;
  private final InstantSource clock;

  HttpEmbeddingsApi(HttpExchange exchange, EmbeddingConfig config, InstantSource clock) {
    this.exchange = exchange;
    this.model = config.model();
    this.dimension = config.dimension();
    this.key = config.apiKey();
    this.clock = clock;
  }

  @Override
  public ServiceReply send(List<String> texts, InputType type) throws InterruptedException {
    try {
      HttpResponse<byte[]> response = exchange.post(body(texts));
      if (response.statusCode() == 200) {
        return AnswerReader.read(response.body(), texts.size());
      }
      return StatusPolicy.reply(
          response.statusCode(),
          ServiceReason.of(response.body(), hidden(texts)),
          AskedWait.of(response.headers(), clock.instant()));
    } catch (IOException noAnswer) {
      return new ServiceReply.Trouble(
          noAnswer.getMessage(), Optional.empty(), ServiceReply.Sign.NONE);
    }
  }

  @Override
  public void close() {
    exchange.close();
  }

  private byte[] body(List<String> texts) throws JsonProcessingException {
    ObjectNode request = JSON.createObjectNode();
    request.put("model", model);
    request.put("encoding_format", "float");
    dimension.ifPresent(length -> request.put("dimensions", length));
    ArrayNode input = request.putArray("input");
    texts.forEach(input::add);
    return JSON.writeValueAsBytes(request);
  }

  private List<String> hidden(List<String> texts) {
    List<String> hidden = new ArrayList<>(texts);
    key.map(Secret::reveal).ifPresent(hidden::add);
    return hidden;
  }
}
