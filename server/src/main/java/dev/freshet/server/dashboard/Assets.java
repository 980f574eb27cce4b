package dev.freshet.server.dashboard;

import dev.freshet.server.http.Call;
import dev.freshet.server.http.Endpoint;
import dev.freshet.server.http.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The files of the dashboard, which are resources beside this class: there is no build step, and
 * nothing comes from other servers. They are kept in memory; a browser asks whether its copy is
 * current.
 */
final class Assets {

  private static final List<String> FILES =
      List.of(
          "style.css",
          "theme.js",
          "app.js",
          "api.js",
          "dom.js",
          "format.js",
          "tooltip.js",
          "charts.js",
          "glance.js",
          "tables.js",
          "search.js",
          "explanations.json",
          "favicon.svg");

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "json", "application/json",
          "svg", "image/svg+xml");

  /**
   * Only files of this server: no inline script or style, no frame around the page, no form that is
   * sent elsewhere.
   */
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private Assets() {}

  /** The endpoint of each path. */
  static Map<String, Endpoint> endpoints() {
    Map<String, Endpoint> endpoints = new LinkedHashMap<>();
    endpoints.put("/", new Asset("index.html"));
    FILES.forEach(file -> endpoints.put("/dashboard/" + file, new Asset(file)));
    return endpoints;
  }

  private static final class Asset implements Endpoint {

    private final Reply whole;
    private final Reply unchanged;
    private final String tag;

    Asset(String file) {
      byte[] content = read(file);
      // Weak: the same file may be sent compressed or not.
      this.tag = "W/\"" + digest(content) + '"';
      this.whole = new Reply(200, headers(file, tag), content);
      this.unchanged = new Reply(304, headers(file, tag), new byte[0]);
    }

    @Override
    public CompletionStage<Reply> answer(Call call) {
      boolean current = tag.equals(call.headers().get("if-none-match"));
      return CompletableFuture.completedStage(current ? unchanged : whole);
    }
  }

  private static Map<String, String> headers(String file, String tag) {
    return Map.of(
        "Content-Type",
        TYPES.get(file.substring(file.lastIndexOf('.') + 1)),
        "Cache-Control",
        "no-cache",
        "ETag",
        tag,
        "Content-Security-Policy",
        CONTENT_SECURITY_POLICY);
  }

  private static byte[] read(String file) {
    try (InputStream in = Assets.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("No " + file + " beside " + Assets.class);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String digest(byte[] content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
