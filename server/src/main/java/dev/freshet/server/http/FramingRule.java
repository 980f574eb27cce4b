package dev.freshet.server.http;

import java.util.List;
import org.eclipse.jetty.http.BadMessageException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/**
 * Refuses requests whose end a proxy in front could see elsewhere than this server does: chunks in
 * HTTP/1.0, which does not know them, and codings other than chunked (RFC 9112, 6.1). Jetty accepts
 * both.
 */
final class FramingRule implements HttpConfiguration.Customizer {

  @Override
  public Request customize(Request request, HttpFields.Mutable responseHeaders) {
    List<String> codings = request.getHeaders().getCSV(HttpHeader.TRANSFER_ENCODING, false);
    if (codings.isEmpty()) {
      return request;
    }
    if (request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_0) {
      throw new BadMessageException("Transfer-Encoding in HTTP/1.0");
    }
    if (codings.size() > 1 || !codings.get(0).equalsIgnoreCase("chunked")) {
      throw new BadMessageException("Unknown Transfer-Encoding");
    }
    return request;
  }
}
