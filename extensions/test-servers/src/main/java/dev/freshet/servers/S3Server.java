package dev.freshet.servers;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** S3Proxy, an S3 that keeps its objects in memory and whose conditions are atomic. */
public final class S3Server implements AutoCloseable {
  /** The one access key. */
  public static final String ACCESS_KEY = "local-identity";

  /** Its secret. */
  public static final String SECRET_KEY = "local-credential";

  private final ServerProcess process;
  private final URI endpoint;

  private S3Server(ServerProcess process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  /**
   * Starts a server on a free port.
   *
   * @param scratch a directory for its configuration and log
   */
  public static S3Server start(Path scratch) throws IOException {
    int port = ServerProcess.freePort();
    URI endpoint = URI.create("http://127.0.0.1:" + port);
    Path configuration =
        Files.writeString(
            scratch.resolve("s3proxy.conf"),
            """
            s3proxy.endpoint=%s
            s3proxy.authorization=aws-v2-or-v4
            s3proxy.identity=%s
            s3proxy.credential=%s
            jclouds.provider=transient-nio2
            jclouds.identity=unused
            jclouds.credential=unused
            """
                .formatted(endpoint, ACCESS_KEY, SECRET_KEY));
    Path logging =
        Files.writeString(
            scratch.resolve("s3proxy-logback.xml"),
            """
            <configuration>
              <appender name="out" class="ch.qos.logback.core.ConsoleAppender"><encoder><pattern>%msg%n</pattern></encoder></appender>
              <root level="WARN"><appender-ref ref="out"/></root>
            </configuration>
            """);
    ServerProcess process =
        ServerProcess.java(
            List.of(
                "-Dlogback.configurationFile=" + logging,
                "org.gaul.s3proxy.Main",
                "--properties",
                configuration.toString()),
            port,
            scratch.resolve("s3proxy.log"));
    return new S3Server(process, endpoint);
  }

  /** Its address. */
  public URI endpoint() {
    return endpoint;
  }

  @Override
  public void close() {
    process.close();
  }
}
