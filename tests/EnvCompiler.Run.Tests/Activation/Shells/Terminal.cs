using System.Diagnostics;
using System.Threading;
using EnvCompiler.TestKit;

namespace EnvCompiler.Run.Tests.Activation.Shells;

/// <summary>A person at a real terminal: tmux with one window, a server of its own, and exactly the variables that are given.</summary>
internal sealed class Terminal : IDisposable
{
    private readonly string socket = $"envc-test-{Guid.NewGuid():N}";
    private bool ended;

    internal Terminal(string directory, IReadOnlyDictionary<string, string> variables, params string[] command)
        : this(200, 100, directory, variables, command)
    {
    }

    internal Terminal(int width, int height, string directory, IReadOnlyDictionary<string, string> variables, params string[] command)
    {
        string[] clean = ["env", "-i", .. variables.Select(pair => $"{pair.Key}={pair.Value}"), .. command];
        // The exit code stays on the screen after the command, also after one that Ctrl-C has ended.
        string[] shown = ["sh", "-c", "trap : INT; \"$@\"; echo \"ended with $?\"; exec sleep 1000", "sh", .. clean];
        Tmux(["-f", "/dev/null", "new-session", "-d", "-x", $"{width}", "-y", $"{height}", "-c", directory, .. shown]);
    }

    /// <summary>What the screen shows, without empty lines.</summary>
    internal IReadOnlyList<string> Screen() =>
        [.. Tmux(["capture-pane", "-p", "-J"]).Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0)];

    /// <summary>Presses keys by tmux's names, one after the other.</summary>
    internal void Press(params string[] keys) => Tmux(["send-keys", .. keys]);

    /// <summary>Gives the window another size.</summary>
    internal void Resize(int width, int height) => Tmux(["resize-window", "-x", $"{width}", "-y", $"{height}"]);

    /// <summary>The screen as it is, with its colours as escape sequences.</summary>
    internal string ColoredScreen() => Tmux(["capture-pane", "-p", "-e"]);

    /// <summary>A fact about the window by tmux's name for it.</summary>
    internal string Fact(string name) => Tmux(["display-message", "-p", $"#{{{name}}}"]).Trim();

    /// <summary>Waits until the screen is so.</summary>
    internal IReadOnlyList<string> WaitUntil(Func<IReadOnlyList<string>, bool> isSo, string what)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var screen = Screen();
            if (isSo(screen))
                return screen;
            Assert.True(watch.Elapsed < Eventually.Patience, $"waited in vain until {what}:\n{string.Join('\n', screen)}");
            Thread.Sleep(30);
        }
    }

    /// <summary>Types a line, and waits until a line of the screen begins so.</summary>
    internal string Type(string line, string until)
    {
        Tmux(["send-keys", "-l", line]);
        Tmux(["send-keys", "Enter"]);
        return WaitFor(until);
    }

    /// <summary>Waits until a line of the screen begins so, and gives that line.</summary>
    internal string WaitFor(string start)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var screen = Screen();
            if (screen.LastOrDefault(line => line.StartsWith(start, StringComparison.Ordinal)) is { } found)
                return found;
            Assert.True(watch.Elapsed < Eventually.Patience, $"waited in vain for `{start}`:\n{string.Join('\n', screen)}");
            Thread.Sleep(30);
        }
    }

    public void Dispose()
    {
        if (!ended)
            Tmux(["kill-server"]);
        ended = true;
    }

    private string Tmux(string[] arguments)
    {
        var start = new ProcessStartInfo("tmux", ["-L", socket, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"tmux {arguments[0]}: {error.Result}");
        return output;
    }
}
