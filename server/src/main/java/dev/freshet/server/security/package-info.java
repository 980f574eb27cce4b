/**
 * Who may ask, and how much. {@link dev.freshet.server.security.KeyAuthenticator} knows callers by
 * the keys of {@link dev.freshet.server.security.ApiKeyFile}; {@link
 * dev.freshet.server.security.FrontDoor} is what every request passes before anything else looks at
 * it: browsers of other sites, sizes, times, callers that ask too much at once, the audit log.
 */
@NullMarked
package dev.freshet.server.security;

import org.jspecify.annotations.NullMarked;
