package dev.freshet.server.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.server.http.Call;
import dev.freshet.server.http.Endpoint;
import dev.freshet.server.http.Failures;
import dev.freshet.server.http.Json;
import dev.freshet.server.http.Reply;
import dev.freshet.server.http.Traffic;
import dev.freshet.server.problem.ProblemException;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import io.modelcontextprotocol.spec.McpSchema.ToolAnnotations;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import reactor.core.publisher.Mono;

/**
 * The tool {@code search}. Its arguments are fields of the body of {@code POST /v1/search}, which
 * it calls. A problem becomes a result that is marked as an error and says what to do, so that an
 * assistant can correct its arguments. Thread-safe.
 */
final class SearchTool {

  /** The key of the HTTP call in the context of a tool call. */
  static final String CALL = "call";

  /** The path under which problems are reported to traffic. */
  private static final String PATH = "/mcp";

  private final Endpoint search;
  private final Traffic traffic;
  private final Tool description;

  SearchTool(Endpoint search, Traffic traffic, McpJsonMapper json) {
    this.search = search;
    this.traffic = traffic;
    this.description =
        Tool.builder()
            .name("search")
            .title("Search")
            .description(ToolSchema.DESCRIPTION)
            .inputSchema(json, ToolSchema.INPUT)
            .outputSchema(json, ToolSchema.OUTPUT)
            .annotations(new ToolAnnotations("Search", true, false, true, false, null))
            .build();
  }

  Tool description() {
    return description;
  }

  /** Never fails: a problem is part of the result. */
  Mono<CallToolResult> call(McpTransportContext context, CallToolRequest request) {
    Call call = (Call) Objects.requireNonNull(context.get(CALL), CALL);
    return Mono.fromCompletionStage(() -> ask(call, request))
        .map(reply -> found(reply, namesFields(request)))
        .onErrorResume(failure -> Mono.just(problem(failure)));
  }

  private CompletionStage<Reply> ask(Call call, CallToolRequest request) {
    Map<String, Object> arguments = request.arguments() == null ? Map.of() : request.arguments();
    for (String name : arguments.keySet()) {
      if (!description.inputSchema().properties().containsKey(name)) {
        return CompletableFuture.failedFuture(unknown(name));
      }
    }
    return search.answer(
        new Call(
            "POST",
            "/v1/search",
            Map.of(),
            Map.of("content-type", "application/json"),
            Json.bytes(arguments),
            call.caller(),
            call.abandoned()));
  }

  private ProblemException unknown(String name) {
    String shown = name.length() > 50 ? name.substring(0, 50) : name;
    return ProblemException.badRequest(
        shown,
        "Cannot search: there is no argument %s. The arguments are %s."
            .formatted(
                shown,
                String.join(", ", new TreeSet<>(description.inputSchema().properties().keySet()))));
  }

  private static boolean namesFields(CallToolRequest request) {
    return request.arguments() != null && request.arguments().get("fields") != null;
  }

  private static CallToolResult found(Reply reply, boolean whole) {
    JsonNode answer = Json.read(reply.body());
    if (!whole) {
      LongValues.cutAll(answer);
    }
    return CallToolResult.builder()
        .addTextContent(AnswerText.of(answer))
        .structuredContent(answer)
        .isError(false)
        .build();
  }

  private CallToolResult problem(Throwable failure) {
    ProblemException problem = Failures.problem(failure);
    traffic.refused(PATH, problem.code());
    return CallToolResult.builder()
        .addTextContent("%s (%s)".formatted(problem.getMessage(), problem.code()))
        .isError(true)
        .build();
  }
}
