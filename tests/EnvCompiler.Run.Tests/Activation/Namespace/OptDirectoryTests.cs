using EnvCompiler.Model.Layout;
using EnvCompiler.Run.Activation;
using EnvCompiler.Run.Activation.Namespace;
using EnvCompiler.TestKit;

namespace EnvCompiler.Run.Tests.Activation.Namespace;

/// <summary><c>/opt</c>: the host's, the root's packages over it, and the directory that a build fills.</summary>
public sealed class OptDirectoryTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public OptDirectoryTests()
    {
        Directory.CreateDirectory(directory.File("root", "usr"));
        Directory.CreateDirectory(directory.File("host", "opt", "vendor"));
        Directory.CreateDirectory(directory.File("host", "opt", "my-tool"));
        File.CreateSymbolicLink(directory.File("host", "opt", "link"), "vendor");
    }

    public void Dispose() => directory.Dispose();

    [Fact]
    public void A_root_without_one_shows_the_hosts() =>
        Assert.Equal(["bind /opt /opt ReadWrite"], Steps(new Dictionary<string, string>()));

    [Fact]
    public void Packages_of_the_root_lie_over_the_hosts_entries()
    {
        Directory.CreateDirectory(directory.File("root", "opt", "my-tool"));
        Assert.Equal(
            ["directory /opt", "link /opt/link vendor", "bind /opt/vendor /opt/vendor ReadWrite", $"bind {directory.File("root")}/opt/my-tool /opt/my-tool ReadOnly"],
            Steps(new Dictionary<string, string>()).OrderBy(step => step.StartsWith("directory", StringComparison.Ordinal) ? 0 : step.StartsWith("link", StringComparison.Ordinal) ? 1 : step.EndsWith("ReadOnly", StringComparison.Ordinal) ? 3 : 2));
    }

    [Fact]
    public void What_a_build_fills_is_writable_and_lies_over_an_older_one()
    {
        Directory.CreateDirectory(directory.File("root", "opt", "my-tool"));
        var steps = Steps(new Dictionary<string, string> { ["/opt/my-tool"] = "/project/.envc/build/my-tool/out" });
        Assert.Equal("bind /project/.envc/build/my-tool/out /opt/my-tool ReadWrite", Assert.Single(steps, step => step.Contains("/opt/my-tool ", StringComparison.Ordinal)));
    }

    private IReadOnlyList<string> Steps(IReadOnlyDictionary<string, string> outputs)
    {
        var plan = NamespaceComposer.Compose(new NamespaceRequest
        {
            Host = new HostContext
            {
                HostName = "host", UserId = 1000, Store = new StoreLayout("/store"), EnvcDirectory = "/envc", RunBase = "/run/envc", Home = "/home/me", HostRoot = directory.File("host"),
            },
            RootId = "id",
            RootFileSystem = directory.File("root"),
            Project = "/project",
            LocalState = "/project/.envc",
            Var = "/project/.envc/cache/var/toplevel",
            StorePlaces = ["/store"],
            Files = new Dictionary<string, string>(),
            Outputs = outputs,
        });
        return [.. plan.Steps.Where(step => step.Path == "/opt" || step.Path.StartsWith("/opt/", StringComparison.Ordinal)).Select(Text)];
    }

    private static string Text(NamespaceStep step) => step switch
    {
        BindStep bind => $"bind {bind.Source} {bind.Path} {bind.Access}",
        SymlinkStep link => $"link {link.Path} {link.Target}",
        _ => $"directory {step.Path}",
    };
}
