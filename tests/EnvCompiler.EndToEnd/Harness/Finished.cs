namespace EnvCompiler.EndToEnd.Harness;

/// <summary>What a finished run left.</summary>
public sealed record Finished(int ExitCode, string Output, string Error)
{
    /// <summary>Fails with everything that was said unless the code is the expected one.</summary>
    public Finished Expect(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"exit code {ExitCode}, not {exitCode}\n--- stdout\n{Output}\n--- stderr\n{Error}");
        return this;
    }

    /// <summary>Fails unless standard error has a diagnostic of this code, and a hint when one is asked for.</summary>
    public Finished Says(string code, bool hint = true)
    {
        Assert.Contains(code, Error, StringComparison.Ordinal);
        if (hint)
            Assert.Contains("hint:", Error, StringComparison.Ordinal);
        return this;
    }
}
