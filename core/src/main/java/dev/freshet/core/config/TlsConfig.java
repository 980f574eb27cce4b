package dev.freshet.core.config;

import java.nio.file.Path;

/**
 * What the search API shows of itself over TLS. The files are read, and checked, by who listens.
 *
 * @param certificate PEM file with the certificate of the server, then those of its issuers
 * @param key PEM file with the certificate's private key
 */
public record TlsConfig(Path certificate, Path key) {}
