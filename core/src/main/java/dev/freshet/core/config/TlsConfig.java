package dev.freshet.core.config;

import java.nio.file.Path;

/**
 * Certificate and key of the search API for TLS. The server reads and checks the files.
 *
 * @param certificate PEM file with the certificate of the server, then those of its issuers
 * @param key PEM file with the certificate's private key
 */
public record TlsConfig(Path certificate, Path key) {}
