package dev.glimpse.cli.command;

import dev.glimpse.cli.fault.ExitCode;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `glimpse completion`: what makes shells complete commands, options and files.
@Command(
        name = "completion",
        description = "Prints a script that makes a shell complete commands, options and files.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(glimpse completion bash)            in ~/.bashrc",
            "  source <(glimpse completion zsh)             in ~/.zshrc",
            "  glimpse completion bash > ~/.local/share/bash-completion/completions/glimpse"
        })
public final class CompletionCommand implements Callable<Integer> {
    private static final String ZSH =
            """
            # zsh reads it through its emulation of bash's completion.
            autoload -U +X compinit && compinit -u
            autoload -U +X bashcompinit && bashcompinit
            """;

    private final Surroundings surroundings;

    /// The shells that are known.
    enum Shell {
        BASH,
        ZSH;

        /// As users write it.
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
    private Shell shell = Shell.BASH;

    @Spec private CommandSpec spec = CommandSpec.create();

    public CompletionCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        String script = AutoComplete.bash("glimpse", spec.root().commandLine());
        String before =
                switch (shell) {
                    case BASH -> "";
                    case ZSH -> ZSH;
                };
        surroundings.screen().write(before + script);
        return ExitCode.OK.number();
    }
}
