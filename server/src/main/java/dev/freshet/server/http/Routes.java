package dev.freshet.server.http;

import dev.freshet.server.problem.ProblemCode;
import dev.freshet.server.problem.ProblemException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which endpoint answers which method and path, and who may call it. Filled before the server
 * starts and not changed after that.
 */
public final class Routes {

  /** Who may call an endpoint. */
  enum Access {
    /** Every client that reaches the server: the answer contains no data. */
    OPEN,
    /** All callers; the endpoint limits what they see to their rows. */
    CALLERS,
    /** Callers who see all rows. */
    OPERATORS
  }

  /**
   * The endpoint of a method and a path.
   *
   * @param path as it was registered; the name of the route in metrics
   */
  record Route(String path, Access access, Endpoint endpoint) {}

  private final Map<String, Map<String, Route>> routes = new HashMap<>();

  /** Adds an endpoint that every client may call; its answer contains no data. */
  public Routes open(String method, String path, Endpoint endpoint) {
    return add(method, path, Access.OPEN, endpoint);
  }

  /** Adds an endpoint for all callers; it must limit what it shows to {@link Caller#rows()}. */
  public Routes callers(String method, String path, Endpoint endpoint) {
    return add(method, path, Access.CALLERS, endpoint);
  }

  /** Adds an endpoint for callers who see all rows. */
  public Routes operators(String method, String path, Endpoint endpoint) {
    return add(method, path, Access.OPERATORS, endpoint);
  }

  private Routes add(String method, String path, Access access, Endpoint endpoint) {
    Route former =
        routes
            .computeIfAbsent(path, key -> new HashMap<>())
            .put(method, new Route(path, access, endpoint));
    if (former != null) {
      throw new IllegalArgumentException("Two routes of " + method + " " + path);
    }
    return this;
  }

  /**
   * Finds the route of a request; {@code HEAD} is answered as {@code GET}.
   *
   * @throws ProblemException 404 or 405 if there is none
   */
  Route find(String method, String path) {
    Map<String, Route> methods = routes.get(path);
    if (methods == null) {
      throw new ProblemException(
          ProblemCode.NOT_FOUND,
          "Cannot answer this path: it does not exist. The paths are in /openapi.json.");
    }
    Route route = methods.get(method.equals("HEAD") ? "GET" : method);
    if (route == null) {
      String allowed = String.join(", ", allowed(methods.keySet()));
      throw new ProblemException(
              ProblemCode.METHOD_NOT_ALLOWED,
              "Cannot answer this method: the path takes " + allowed + ". Use one of those.")
          .withHeader("Allow", allowed);
    }
    return route;
  }

  private static Set<String> allowed(Set<String> methods) {
    Set<String> allowed = new TreeSet<>(methods);
    if (allowed.contains("GET")) {
      allowed.add("HEAD");
    }
    return allowed;
  }

  /** The registered path of a request, for metrics; empty if there is none. */
  Optional<String> path(String requested) {
    return routes.containsKey(requested) ? Optional.of(requested) : Optional.empty();
  }
}
