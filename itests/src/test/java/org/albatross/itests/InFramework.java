package org.albatross.itests;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs every test of the class within an OSGi framework that holds the bundles of a feature file. One
 * framework serves all tests of the class. An instance of the class is made outside, too, so its
 * constructor and fields must not need the framework.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(FrameworkExtension.class)
@interface InFramework {
    /** The feature file's name, without {@code .json}. */
    String value() default "albatross";
}
