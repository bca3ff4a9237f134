package io.tierwise.cli;

import io.tierwise.study.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// A command that works on one model.
abstract class ModelCommand implements Callable<Integer> {
    @Parameters(paramLabel = "M.onnx", description = "The model.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    Path model;

    @Mixin
    SampleOptions samples = new SampleOptions();

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Override
    public final Integer call() throws IOException {
        return console().show(result());
    }

    final Console console() {
        return Console.of(common);
    }

    /// Shows how work proceeds.
    final Progress progress() {
        return Console.of(common).progress();
    }

    abstract Result result() throws IOException;

    /// Refuses to write over the model: what is written still reads its weights there.
    final void refuseModelItself(Path output) {
        try {
            if (Files.exists(output) && Files.isSameFile(model, output)) {
                throw new UsageException(output + " is the model itself: name another place to write to.");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
