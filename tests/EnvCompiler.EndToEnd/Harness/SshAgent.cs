using System.Diagnostics;
using EnvCompiler.TestKit;

namespace EnvCompiler.EndToEnd.Harness;

/// <summary>A person's ssh agent on the host, with one key that is in no file.</summary>
public sealed class SshAgent : IDisposable
{
    private readonly Process agent;

    /// <param name="person">Whose agent.</param>
    /// <param name="directory">Theirs; the socket is in it.</param>
    public SshAgent(Person person, string directory)
    {
        Socket = Path.Combine(directory, "agent");
        agent = Start(person, "ssh-agent", "-D", "-a", Socket);
        Eventually.Holds(() => File.Exists(Socket));
        var key = Path.Combine(directory, "key");
        // ssh-add of the host refuses a user whom the host does not know; the agent answers uid 0 too.
        Finish(Start(Person.Self(directory), "sh", "-c", $"ssh-keygen -q -t ed25519 -N '' -f '{key}' && SSH_AUTH_SOCK='{Socket}' ssh-add '{key}' && rm '{key}'"));
    }

    /// <summary>Value of <c>SSH_AUTH_SOCK</c>.</summary>
    public string Socket { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        agent.Kill();
        agent.Dispose();
    }

    private static Process Start(Person person, params string[] command)
    {
        string[] all = [.. person.Prefix, .. command];
        return Process.Start(new ProcessStartInfo(all[0], all[1..]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
    }

    private static void Finish(Process process)
    {
        using (process)
            Envc.Finish(process).Expect(0);
    }
}
