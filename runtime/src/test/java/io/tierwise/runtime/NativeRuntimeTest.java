package io.tierwise.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierwise.onnx.DataType;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class NativeRuntimeTest {
    @Test
    void environment_told_startsNoTelemetry() {
        assertThat(NativeRuntime.isSilent()).isTrue();
        try (var session = ModelSession.open(TinyModel.doubledRelu(DataType.FLOAT, 1, 3), SessionSettings.fast(1))) {
            assertThat(session.loadNanos()).isPositive();
        }
        long process = ProcessHandle.current().pid();
        assertThat(Path.of(System.getProperty("java.io.tmpdir"), "mat-debug-" + process + ".log"))
                .doesNotExist();
    }
}
