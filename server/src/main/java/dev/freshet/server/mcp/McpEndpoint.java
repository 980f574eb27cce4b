package dev.freshet.server.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.freshet.server.http.Call;
import dev.freshet.server.http.Endpoint;
import dev.freshet.server.http.Json;
import dev.freshet.server.http.Reply;
import dev.freshet.server.http.Traffic;
import dev.freshet.server.problem.ProblemCode;
import dev.freshet.server.problem.ProblemException;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator.ValidationResponse;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpStatelessServerHandler;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.ProtocolVersions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * {@code POST /mcp}: the Model Context Protocol over streamable HTTP, without sessions. A POST
 * carries one message: a request is answered with one JSON message, any other message with 202.
 * There is no stream for {@code GET} and no session for {@code DELETE}. Thread-safe.
 *
 * <p>Source: revision 2025-11-25 of the specification, <a
 * href="https://modelcontextprotocol.io/specification/2025-11-25/basic/transports">Transports</a>.
 */
public final class McpEndpoint implements Endpoint {

  private static final Logger LOGGER = LoggerFactory.getLogger(McpEndpoint.class);

  /** Revisions with streamable HTTP, oldest first. */
  private static final List<String> REVISIONS =
      List.of(
          ProtocolVersions.MCP_2025_03_26,
          ProtocolVersions.MCP_2025_06_18,
          ProtocolVersions.MCP_2025_11_25);

  private static final String REVISION_HEADER = "mcp-protocol-version";

  private static final String INSTRUCTIONS =
      """
      Searches a vector table that follows its source within seconds. Every answer says up to which \
      moment it is complete. To see a change that was made just now, pass its time as minFreshness.""";

  private final McpJsonMapper json = new JacksonMcpJsonMapper(new JsonMapper());
  private final ParamsRule params = new ParamsRule(json);
  private final McpStatelessServerHandler handler;

  /**
   * @param search the endpoint of {@code POST /v1/search}; its limits, its queue and the row filter
   *     of the caller apply here too
   * @param traffic receives searches that end in a problem, since over HTTP they are answered with
   *     200
   */
  public McpEndpoint(Endpoint search, Traffic traffic) {
    SearchTool tool = new SearchTool(search, traffic, json);
    HandlerHolder transport = new HandlerHolder(REVISIONS);
    McpServer.async(transport)
        .serverInfo("freshet", version())
        .instructions(INSTRUCTIONS)
        .capabilities(McpSchema.ServerCapabilities.builder().tools(false).build())
        .jsonMapper(json)
        // Answers are made from types; a test compares them with the schema.
        .jsonSchemaValidator((schema, content) -> ValidationResponse.asValid(null))
        .toolCall(tool.description(), tool::call)
        .build();
    this.handler = transport.handler();
  }

  private static String version() {
    return Optional.ofNullable(McpEndpoint.class.getPackage().getImplementationVersion())
        .orElse("development");
  }

  @Override
  public CompletionStage<Reply> answer(Call call) {
    requireJson(call);
    requireRevision(call);
    JSONRPCMessage message = message(call.body());
    McpTransportContext context = McpTransportContext.create(Map.of(SearchTool.CALL, call));
    if (message instanceof JSONRPCRequest request) {
      Optional<String> wrong = params.violation(request.method(), request.params());
      if (wrong.isPresent()) {
        return CompletableFuture.completedFuture(reply(invalidParams(request, wrong.get())));
      }
      return Mono.defer(() -> handler.handleRequest(context, request))
          .contextWrite(all -> all.put(McpTransportContext.KEY, context))
          .toFuture()
          .exceptionally(failure -> error(request, failure))
          .thenApply(this::reply);
    }
    if (message instanceof JSONRPCNotification) {
      // Without a session a notification has no effect.
      return CompletableFuture.completedFuture(new Reply(202, Map.of(), new byte[0]));
    }
    // It is the answer to a request, and this server sends no requests.
    throw ProblemException.badRequest(
        "",
        "Cannot accept a response: this server sent no request. Send requests and notifications.");
  }

  private static void requireJson(Call call) {
    if (!call.isJson()) {
      throw new ProblemException(
          ProblemCode.UNSUPPORTED_MEDIA_TYPE,
          "Cannot read the message: its Content-Type is not application/json. Send JSON.");
    }
  }

  private static void requireRevision(Call call) {
    String revision = call.headers().get(REVISION_HEADER);
    if (revision != null && !REVISIONS.contains(revision)) {
      throw ProblemException.badRequest(
          REVISION_HEADER,
          "Cannot use this revision of the protocol: the server knows %s. Use one of those."
              .formatted(String.join(", ", REVISIONS)));
    }
  }

  private JSONRPCMessage message(byte[] body) {
    JsonNode sent = Json.read(body);
    if (!sent.isObject()) {
      throw ProblemException.badRequest(
          "", "Cannot read the message: it is not a JSON object. Send one message at a time.");
    }
    JsonNode id = sent.get("id");
    if (id != null && !id.isTextual() && !id.isIntegralNumber()) {
      throw ProblemException.badRequest(
          "/id",
          "Cannot answer the message: its id is no text and no whole number. Send such an id, or none for a notification.");
    }
    JsonNode method = sent.get("method");
    if (method != null && !method.isTextual()) {
      throw ProblemException.badRequest(
          "/method", "Cannot read the message: its method is no text. Name a method.");
    }
    try {
      return McpSchema.deserializeJsonRpcMessage(json, new String(body, StandardCharsets.UTF_8));
    } catch (IOException | IllegalArgumentException e) {
      throw ProblemException.badRequest(
          "", "Cannot read the message: it is not a message of JSON-RPC 2.0. Send one.");
    }
  }

  private static JSONRPCResponse error(JSONRPCRequest request, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof McpError known) {
      return new JSONRPCResponse(
          McpSchema.JSONRPC_VERSION, request.id(), null, known.getJsonRpcError());
    }
    throw new CompletionException(cause);
  }

  private static JSONRPCResponse invalidParams(JSONRPCRequest request, String why) {
    return new JSONRPCResponse(
        McpSchema.JSONRPC_VERSION,
        request.id(),
        null,
        new JSONRPCResponse.JSONRPCError(
            McpSchema.ErrorCodes.INVALID_PARAMS,
            "Cannot use the parameters: %s. Send those of the specification.".formatted(why),
            null));
  }

  private Reply reply(JSONRPCResponse response) {
    if (response.error() != null
        && response.error().code() == McpSchema.ErrorCodes.INTERNAL_ERROR) {
      LOGGER.atError().log("message of the model context protocol failed unexpectedly");
    }
    try {
      return Reply.ok("application/json", json.writeValueAsBytes(response));
    } catch (IOException e) {
      throw new IllegalStateException("No JSON for an answer of the protocol", e);
    }
  }
}
