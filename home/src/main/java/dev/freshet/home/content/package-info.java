/**
 * What maintenance knows of the content of the home's tables: how far it has read their files
 * again, and which of them are damaged. Maintenance writes it; the pipeline heals by it, and status
 * shows it.
 */
@NullMarked
package dev.freshet.home.content;

import org.jspecify.annotations.NullMarked;
