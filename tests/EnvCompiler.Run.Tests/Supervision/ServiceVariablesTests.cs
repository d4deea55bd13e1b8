using EnvCompiler.Model.Generations;
using EnvCompiler.Run.Supervision;

namespace EnvCompiler.Run.Tests.Supervision;

public sealed class ServiceVariablesTests
{
    [Theory]
    [InlineData("UNSET", "setting")]
    [InlineData("DEFAULTED", "setting")]
    [InlineData("CALLERS", "caller")]
    [InlineData("SERVICES", "service")]
    [InlineData("OTHER", "other")]
    public void The_stronger_source_wins(string name, string expected)
    {
        var spec = new ServiceSpec
        {
            Group = "toplevel",
            Command = "serve",
            Settings = { ["UNSET"] = "setting", ["DEFAULTED"] = "setting", ["CALLERS"] = "setting", ["SERVICES"] = "setting" },
            Vars = { ["SERVICES"] = "service" },
        };
        var activation = new ServiceActivation
        {
            Generation = 1,
            Target = "x86_64-linux/cpu",
            TargetDirectory = "/t",
            Variables = new Dictionary<string, string> { ["DEFAULTED"] = "default", ["CALLERS"] = "caller", ["SERVICES"] = "caller", ["OTHER"] = "other" },
            Defaulted = ["DEFAULTED"],
        };

        Assert.Equal(expected, ServiceVariables.Of(spec, activation)[name]);
    }

    [Theory]
    [InlineData(null, null, "http://127.0.0.1:8080")]
    [InlineData("0.0.0.0", "9", "http://127.0.0.1:9")]
    [InlineData("::", "9", "http://[::1]:9")]
    [InlineData("fe80::1", "9", "http://[fe80::1]:9")]
    [InlineData("example", "", "http://example:8080")]
    [InlineData("run/llm.sock", null, "unix:/project/run/llm.sock")]
    [InlineData("/tmp/llm.sock", null, "unix:/tmp/llm.sock")]
    public void Where_a_service_listens_is_told_so_that_one_can_connect_to_it(string? host, string? port, string expected)
    {
        var variables = new Dictionary<string, string>();
        if (host is not null)
            variables["H"] = host;
        if (port is not null)
            variables["P"] = port;

        Assert.Equal(expected, ServiceAddress.Of(new ServiceEndpoint("H", "P", "127.0.0.1", 8080), variables, "/project").ToString());
    }
}
