/**
 * Events of a queue that say where a file has landed. They are hints: the file log decides what is
 * new, and listings find what no event said. Other modules implement {@link
 * dev.freshet.autoloader.event.FileEventSourceProvider}.
 */
@NullMarked
package dev.freshet.autoloader.event;

import org.jspecify.annotations.NullMarked;
