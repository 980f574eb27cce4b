package dev.freshet.bench.load.contender;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code POST /v1/search} with raw vectors, over HTTP/1.1 connections that are kept. Thread-safe.
 */
final class HttpSearch {

  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

  private final URI searches;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_LIMIT)
          .build();

  /**
   * @param port on the loopback address
   */
  HttpSearch(int port) {
    this.searches = URI.create("http://127.0.0.1:" + port + "/v1/search");
  }

  /**
   * Searches.
   *
   * @throws IOException if the answer is none with hits
   */
  List<Found> search(float[] vector, int k) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(searches)
            .timeout(ANSWER_LIMIT)
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofByteArray(
                    JSON.writeValueAsBytes(Map.of("vector", vector, "k", k))))
            .build();
    HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    if (response.statusCode() != 200) {
      throw new IOException("The server answered a search with status " + response.statusCode());
    }
    List<Found> found = new ArrayList<>(k);
    for (JsonNode hit : JSON.readTree(response.body()).required("hits")) {
      found.add(
          new Found(
              Integer.parseInt(hit.required("key").asText()),
              hit.required("version").asLong(),
              hit.required("text").asText()));
    }
    return found;
  }
}
