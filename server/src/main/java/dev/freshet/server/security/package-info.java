/**
 * Who may call the server. {@link dev.freshet.server.security.FrontDoor} opens what one server
 * needs: keys, by which {@link dev.freshet.server.security.KeyAuthenticator} recognises callers,
 * TLS and the audit log. {@link dev.freshet.server.security.ApiKeys} manages the keys of a file.
 */
@NullMarked
package dev.freshet.server.security;

import org.jspecify.annotations.NullMarked;
