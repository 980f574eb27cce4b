package dev.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator.ValidationResponse;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The protocol as the client of the official SDK uses it, and wrong messages. */
class McpIT {

  private static final Instant LANDED_BEFORE = Instant.parse("2026-03-01T10:00:00Z");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path landing;

  private static ServedTable served;
  private static Http http;

  @BeforeAll
  static void serve() {
    served = new ServedTable(landing);
    http = served.http();
    served.put("1", 7, "a", LANDED_BEFORE, "the red fox", "a red fox again");
    served.put("2", 1, "b", LANDED_BEFORE, "a blue whale");
  }

  @AfterAll
  static void end() {
    served.close();
  }

  @Test
  void serverOffersOneToolThatOnlyReads() {
    try (McpSyncClient client = client()) {
      assertThat(client.initialize().serverInfo().name()).isEqualTo("freshet");
      assertThat(client.getServerInstructions()).contains("minFreshness");
      List<Tool> tools = client.listTools().tools();

      assertThat(tools).extracting(Tool::name).containsExactly("search");
      assertThat(tools.get(0).annotations().readOnlyHint()).isTrue();
      assertThat(tools.get(0).inputSchema().required()).containsExactly("query");
    }
  }

  @Test
  void hitsAndFreshnessAreStructuredAndText() {
    CallToolResult result =
        call(Map.of("query", "red fox", "k", 1, "filter", "tenant = 'a'", "perRecord", 1));

    assertThat(result.isError()).isFalse();
    JsonNode answer = JSON.valueToTree(result.structuredContent());
    assertThat(answer.at("/hits")).hasSize(1);
    assertThat(answer.at("/hits/0/key").asText()).isEqualTo("1");
    assertThat(answer.at("/hits/0/version").asLong()).isEqualTo(7);
    assertThat(answer.at("/freshness/asOf").asText()).isEqualTo("2026-03-01T10:00:00Z");
    assertThat(text(result))
        .startsWith("1. 1 (passage ")
        .contains("version 7, tenant a", "red fox")
        .endsWith("Everything that landed before 2026-03-01T10:00:00Z is part of this answer.");
  }

  @Test
  void longMetadataIsCutUnlessItIsAskedFor() {
    String large = "x".repeat(300_000);
    served.put("large", 1, large, LANDED_BEFORE, "very large metadata");
    Map<String, Object> asked = Map.of("query", "very large metadata", "k", 1);

    CallToolResult cut = call(asked);
    assertThat(JSON.valueToTree(cut.structuredContent()).at("/hits/0/metadata/tenant").asText())
        .isEqualTo("x".repeat(1_000) + "… (299000 more characters)");
    assertThat(text(cut)).hasSizeLessThan(1_000);

    Map<String, Object> whole = new HashMap<>(asked);
    whole.put("fields", List.of("tenant"));
    CallToolResult all = call(whole);
    assertThat(JSON.valueToTree(all.structuredContent()).at("/hits/0/metadata/tenant").asText())
        .isEqualTo(large);
    assertThat(JSON.valueToTree(all.structuredContent()).at("/hits/0").has("text")).isFalse();
    assertThat(text(all)).hasSizeLessThan(1_000);
    whole.put("fields", List.of());
    assertThat(JSON.valueToTree(call(whole).structuredContent()).at("/hits/0/metadata")).isEmpty();
    whole.put("fields", List.of("nowhere"));
    assertThat(call(whole).isError()).isTrue();
  }

  @Test
  void wholeNumbersMayHaveAFraction() {
    assertThat(call(Map.of("query", "fox", "k", 1.0)).isError()).isFalse();
    assertThat(call(Map.of("query", "fox", "k", 1.5)).isError()).isTrue();
  }

  @Test
  void answersFitTheOutputSchemaOfTheTool() throws Exception {
    try (McpSyncClient client = client()) {
      client.initialize();
      Tool tool = client.listTools().tools().get(0);
      Object found = client.callTool(request(Map.of("query", "fox"))).structuredContent();
      Object nothing =
          client
              .callTool(request(Map.of("query", "fox", "filter", "tenant = 'nobody'")))
              .structuredContent();

      for (Object answer : List.of(found, nothing)) {
        assertThat(
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(JSON.<JsonNode>valueToTree(tool.outputSchema()))
                    .validate(JSON.<JsonNode>valueToTree(answer)))
            .isEmpty();
      }
    }
  }

  @Test
  void minFreshnessWaitsAndATimeInTheFutureIsAnError() {
    CallToolResult result = call(Map.of("query", "fox", "minFreshness", LANDED_BEFORE.toString()));
    assertThat(result.isError()).isFalse();

    CallToolResult future = call(Map.of("query", "fox", "minFreshness", "2999-01-01T00:00:00Z"));
    assertThat(future.isError()).isTrue();
    assertThat(text(future)).contains("Ask for a time that has passed", "INVALID_REQUEST");
  }

  @Test
  void wrongArgumentsAreResultsThatSayWhatToDo() {
    CallToolResult filter = call(Map.of("query", "fox", "filter", "author = 'mira'"));
    assertThat(filter.isError()).isTrue();
    assertThat(text(filter)).contains("author", "tenant");

    assertThat(text(call(Map.of("query", "fox", "limit", 3))))
        .contains("no argument limit", "perRecord");
    assertThat(text(call(Map.of()))).contains("neither a query nor a vector");
    assertThat(text(call(Map.of("vector", List.of(1, 2))))).contains("no argument vector");
  }

  @Test
  void anotherToolIsAnErrorOfTheProtocol() {
    try (McpSyncClient client = client()) {
      client.initialize();

      assertThatThrownBy(() -> client.callTool(new CallToolRequest("drop", Map.of())))
          .isInstanceOf(McpError.class);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "nonsense",
        "[]",
        "{}",
        "[{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"ping\"}]",
        "{\"jsonrpc\": \"2.0\", \"id\": 1, \"result\": {}}",
        "{\"jsonrpc\": \"2.0\"}",
        "{\"jsonrpc\": \"2.0\", \"id\": null, \"method\": \"ping\"}",
        "{\"jsonrpc\": \"2.0\", \"id\": {}, \"method\": \"ping\"}",
        "{\"jsonrpc\": \"2.0\", \"id\": [1], \"method\": \"ping\"}",
        "{\"jsonrpc\": \"2.0\", \"id\": 1.5, \"method\": \"ping\"}",
        "{\"jsonrpc\": \"2.0\", \"id\": true, \"method\": \"ping\"}",
        "{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": null}",
        "{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": 5}",
        "{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": {}}",
        "{\"jsonrpc\": \"1.0\", \"id\": 1, \"method\": 7}",
      })
  void bodyThatIsNotARequestIsRefused(String body) {
    assertThat(post(body, Map.of()).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "tools/call | {}",
        "tools/call | null",
        "tools/call | []",
        "tools/call | [1, 2]",
        "tools/call | ~text~",
        "tools/call | 5",
        "tools/call | {\"name\": null}",
        "tools/call | {\"name\": 5}",
        "tools/call | {\"name\": {}}",
        "tools/call | {\"name\": [\"search\"]}",
        "tools/call | {\"name\": \"\"}",
        "tools/call | {\"name\": \"remove\"}",
        "tools/call | {\"name\": \"search\", \"arguments\": []}",
        "tools/call | {\"name\": \"search\", \"arguments\": \"red\"}",
        "tools/call | {\"name\": \"search\", \"arguments\": 1}",
        "tools/call | {\"name\": \"search\", \"arguments\": {}, \"_meta\": 4}",
        "initialize | {}",
        "initialize | null",
        "initialize | []",
        "initialize | {\"protocolVersion\": 4}",
        "initialize | {\"protocolVersion\": \"2025-11-25\", \"capabilities\": 5}",
        "initialize | {\"protocolVersion\": \"2025-11-25\", \"clientInfo\": []}",
        "tools/list | []",
        "ping | 7",
      })
  void wrongParametersAreAnErrorOfTheProtocolAndOfTheCaller(String method, String params) {
    String sent = params.startsWith("text") ? '"' + params + '"' : params;

    Http.Answer answer =
        post(
            "{\"jsonrpc\": \"2.0\", \"id\": \"a\", \"method\": \"%s\", \"params\": %s}"
                .formatted(method, sent),
            Map.of());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().at("/error/code").asInt())
        .as(answer.body().toString())
        .isEqualTo(-32602);
    assertThat(answer.body().at("/id").asText()).isEqualTo("a");
  }

  @Test
  void unknownMethodIsAnErrorOfTheProtocol() {
    Http.Answer answer =
        post("{\"jsonrpc\": \"2.0\", \"id\": 4, \"method\": \"tools/remove\"}", Map.of());

    assertThat(answer.body().at("/error/code").asInt()).isEqualTo(-32601);
    assertThat(answer.body().at("/id").asInt()).isEqualTo(4);
  }

  @Test
  void notificationIsAcceptedWithoutAnAnswer() {
    Http.Answer answer =
        post("{\"jsonrpc\": \"2.0\", \"method\": \"notifications/initialized\"}", Map.of());

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.response().body()).isEmpty();
  }

  @Test
  void unknownRevisionAndOtherTypesAreRefusedAndThereIsNoStream() {
    String ping = "{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"ping\"}";

    assertThat(post(ping, Map.of("MCP-Protocol-Version", "2025-06-18")).status()).isEqualTo(200);
    assertThat(post(ping, Map.of("MCP-Protocol-Version", "1999-01-01")).status()).isEqualTo(400);
    assertThat(post(ping, Map.of("Content-Type", "text/plain")).status()).isEqualTo(415);
    assertThat(http.get("/mcp").status()).isEqualTo(405);
  }

  private static CallToolResult call(Map<String, Object> arguments) {
    try (McpSyncClient client = client()) {
      client.initialize();
      return client.callTool(request(arguments));
    }
  }

  private static CallToolRequest request(Map<String, Object> arguments) {
    return new CallToolRequest("search", arguments);
  }

  private static String text(CallToolResult result) {
    return ((TextContent) result.content().get(0)).text();
  }

  private static McpSyncClient client() {
    JacksonMcpJsonMapper json = new JacksonMcpJsonMapper(new JsonMapper());
    return McpClient.sync(
            HttpClientStreamableHttpTransport.builder(http.server().toString())
                .jsonMapper(json)
                .build())
        .jsonSchemaValidator((schema, content) -> ValidationResponse.asValid(null))
        .requestTimeout(Duration.ofSeconds(20))
        .build();
  }

  private static Http.Answer post(String body, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(http.server().resolve("/mcp"))
            .header("Accept", "application/json, text/event-stream")
            .setHeader("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body));
    headers.forEach(request::setHeader);
    return http.send(request);
  }
}
