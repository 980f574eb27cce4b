/**
 * What a home remembers of its configuration: {@link dev.freshet.home.settings.SettingsFile} keeps
 * the keys that decide what is indexed, {@link dev.freshet.home.settings.SettingChange} says what a
 * change of one of them means for what is there already.
 */
@NullMarked
package dev.freshet.home.settings;

import org.jspecify.annotations.NullMarked;
