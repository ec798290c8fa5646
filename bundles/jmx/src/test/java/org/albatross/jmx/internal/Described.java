package org.albatross.jmx.internal;

import static org.assertj.core.api.Assertions.assertThat;

import javax.management.MBeanFeatureInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;

/** Looks whether an MBean says what everything is, in open types. */
final class Described {
    private Described() {}

    /** Fails unless each attribute, operation and parameter has a sentence and an open type. */
    static void check(MBeanInfo info) {
        assertThat(info.getDescription()).contains(" ");
        assertThat(info.getAttributes()).isNotEmpty().allSatisfy(attribute -> {
            assertThat(attribute.isWritable()).isFalse();
            check(attribute);
        });
        assertThat(info.getOperations()).isNotEmpty().allSatisfy(operation -> {
            check(operation);
            assertThat(operation.getSignature()).allSatisfy(parameter -> {
                check(parameter);
                // What a client shows as the name of a field; without names there would be p0, p1 and so on.
                assertThat(parameter.getName()).matches("[a-z][A-Za-z]+[a-z0-9]*");
            });
            assertThat(operation.getImpact())
                    .as(operation.getName())
                    .isEqualTo(
                            operation.getName().startsWith("list")
                                    ? MBeanOperationInfo.INFO
                                    : MBeanOperationInfo.ACTION);
        });
    }

    private static void check(MBeanFeatureInfo feature) {
        assertThat(feature.getDescription())
                .as(feature.getName())
                .isNotEmpty()
                .isNotEqualTo(feature.getName())
                .contains(" ");
        assertThat(feature.getDescriptor().getFieldValue("openType"))
                .as(feature.getName())
                .isNotNull();
    }
}
