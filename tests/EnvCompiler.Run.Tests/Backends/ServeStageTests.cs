using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using EnvCompiler.Run.Backends;

namespace EnvCompiler.Run.Tests.Backends;

public sealed class ServeStageTests : IDisposable
{
    private readonly FakeStageHost host = new();

    public void Dispose() => host.Dispose();

    [Fact]
    public async Task The_pipeline_becomes_the_server()
    {
        Assert.Equal(BackendExit.Ok, await host.RunAsync("llamacpp-pipeline"));
        Assert.Equal(host.File("bin", "llama-server"), host.Became!.Path);
        Assert.Equal(
            ["llama-server", "-m", host.Model, "--host", "127.0.0.1", "-ngl", "auto", "-c", "0", "-np", "-1", "--port", host.Variables["LLAMACPP_PORT"]],
            host.Became.Arguments);
    }

    [Fact]
    public async Task The_scripts_one_after_the_other_do_the_same()
    {
        Assert.Equal(0, await host.RunAsync("llamacpp-preflight"));
        Assert.Equal(0, await host.RunAsync("llamacpp-resolve-model"));
        Assert.Equal(0, await host.RunAsync("llamacpp-serve", "--", "--mmproj", "a b"));
        Assert.Equal(["--mmproj", "a b"], host.Became!.Arguments.TakeLast(2));
    }

    [Fact]
    public async Task Serve_without_resolve_names_the_script_to_run()
    {
        Assert.Equal(BackendExit.Invalid, await host.RunAsync("llamacpp-serve"));
        Assert.Contains("ENVC0711", host.Error);
        Assert.Contains("hint: run `llamacpp-resolve-model` first", host.Error);
    }

    [Fact]
    public async Task All_invalid_variables_are_named_in_one_run()
    {
        await host.RunAsync("llamacpp-resolve-model");
        host.Variables["LLAMACPP_CTX_SIZE"] = "many";
        host.Variables["LLAMACPP_METRICS"] = "maybe";
        Assert.Equal(BackendExit.Invalid, await host.RunAsync("llamacpp-serve", "--json"));
        Assert.Contains("LLAMACPP_CTX_SIZE", host.Error);
        Assert.Contains("LLAMACPP_METRICS", host.Error);
        Assert.Equal("invalid_variable", LastJson().GetProperty("reason").GetString());
    }

    [Fact]
    public async Task An_invalid_variable_has_its_old_exit_code_on_request()
    {
        await host.RunAsync("llamacpp-resolve-model");
        host.Variables["LLAMACPP_PORT"] = "80";
        Assert.Equal(2, await host.RunAsync("llamacpp-serve", "--compat-exit-codes"));
    }

    [Fact]
    public async Task The_value_of_a_secret_is_never_printed()
    {
        await host.RunAsync("llamacpp-resolve-model");
        host.Variables["LLAMACPP_API_KEY"] = "se\tcret";
        Assert.Equal(BackendExit.Invalid, await host.RunAsync("llamacpp-serve"));
        Assert.Contains("LLAMACPP_API_KEY", host.Error);
        Assert.DoesNotContain("cret`", host.Error);
    }

    [Fact]
    public async Task A_key_and_a_key_file_exclude_each_other()
    {
        await host.RunAsync("llamacpp-resolve-model");
        host.Variables["LLAMACPP_API_KEY"] = "x";
        host.Variables["LLAMACPP_API_KEY_FILE"] = host.Write("keys", "x\n");
        Assert.Equal(BackendExit.Invalid, await host.RunAsync("llamacpp-serve"));
        Assert.Contains("ENVC0704", host.Error);
    }

    [Fact]
    public async Task A_key_file_must_be_there()
    {
        await host.RunAsync("llamacpp-resolve-model");
        host.Variables["LLAMACPP_API_KEY_FILE"] = "keys";
        Assert.Equal(BackendExit.Invalid, await host.RunAsync("llamacpp-serve"));
        Assert.Contains("ENVC0705", host.Error);
    }

    [Fact]
    public async Task A_dry_run_touches_neither_lock_nor_address()
    {
        await host.RunAsync("llamacpp-resolve-model");
        using var listener = Listen();
        Assert.Equal(0, await host.RunAsync("llamacpp-serve", "--dry-run"));
        Assert.Empty(Directory.GetFiles(host.File("locks")));
        Assert.Null(host.Became);
        Assert.StartsWith("llama-server -m ", host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_finds_a_busy_port_and_starts_nothing()
    {
        await host.RunAsync("llamacpp-resolve-model");
        Assert.Equal(0, await host.RunAsync("llamacpp-serve", "--check"));
        using var listener = Listen();
        host.Variables["LLAMACPP_SINGLETON"] = "false";
        Assert.Equal(BackendExit.NotFree, await host.RunAsync("llamacpp-serve", "--check"));
        Assert.Contains("ENVC0731", host.Error);
        Assert.Null(host.Became);
    }

    [Fact]
    public async Task A_second_server_of_one_address_is_refused()
    {
        await host.RunAsync("llamacpp-resolve-model");
        Assert.Equal(0, await host.RunAsync("llamacpp-serve"));
        Assert.Equal(BackendExit.NotFree, await host.RunAsync("llamacpp-serve", "--json"));
        Assert.Equal("locked", LastJson().GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_lock_directory_that_others_may_write_is_refused()
    {
        await host.RunAsync("llamacpp-resolve-model");
        File.SetUnixFileMode(host.File("locks"), (UnixFileMode)0b111_111_111);
        Assert.Equal(BackendExit.Invalid, await host.RunAsync("llamacpp-serve"));
        Assert.Contains("ENVC0728", host.Error);
    }

    [Fact]
    public async Task A_model_that_was_cut_off_since_is_refused()
    {
        await host.RunAsync("llamacpp-resolve-model");
        using (var file = File.OpenWrite(host.Model))
            file.SetLength(file.Length - 1);
        Assert.Equal(BackendExit.Integrity, await host.RunAsync("llamacpp-serve"));
        Assert.Contains("ENVC0805", host.Error);
    }

    [Fact]
    public async Task An_env_file_sets_only_the_backends_variables()
    {
        var file = host.Write("m.env", $"_LLAMACPP_RESOLVED_MODEL_PATH='{host.Model}'\nLD_PRELOAD=/x.so\nPATH=/nowhere\nOTHER=1\nLLAMACPP_ALIAS=$(id)\n");
        host.Variables["LLAMACPP_MODEL_ENV_FILE"] = file;
        host.Variables["LLAMACPP_ENV_FILE_ALLOW_PREFIXES"] = "_LLAMACPP_,LLAMACPP_,LD_,PATH";
        Assert.Equal(0, await host.RunAsync("llamacpp-serve"));
        Assert.False(host.Became!.Variables.ContainsKey("LD_PRELOAD"));
        Assert.False(host.Became.Variables.ContainsKey("OTHER"));
        Assert.Equal(host.File("bin"), host.Became.Variables["PATH"]);
        Assert.Contains("$(id)", host.Became.Arguments);
    }

    [Fact]
    public async Task An_env_file_of_another_choice_is_refused()
    {
        host.Variables["LLAMACPP_MODEL_ENV_FILE"] = host.File("m.env");
        await host.RunAsync("llamacpp-resolve-model");
        host.Variables["LLAMACPP_QUANT"] = "Q8_0";
        Assert.Equal(BackendExit.Invalid, await host.RunAsync("llamacpp-serve"));
        Assert.Contains("ENVC0712", host.Error);
    }

    [Fact]
    public async Task A_missing_server_is_named()
    {
        await host.RunAsync("llamacpp-resolve-model");
        host.Variables["PATH"] = host.File("nowhere");
        Assert.Equal(BackendExit.Invalid, await host.RunAsync("llamacpp-serve"));
        Assert.Contains("ENVC0706", host.Error);
    }

    [Fact]
    public async Task A_unix_socket_takes_no_port()
    {
        await host.RunAsync("llamacpp-resolve-model");
        host.Variables["LLAMACPP_HOST"] = host.File("s.sock");
        Assert.Equal(0, await host.RunAsync("llamacpp-serve"));
        Assert.DoesNotContain("--port", host.Became!.Arguments);
    }

    [Theory]
    [InlineData("external", false, false)]
    [InlineData("safe-cleanup", false, true)]
    [InlineData("move-aside", false, true)]
    [InlineData("safe-cleanup", true, false)]
    [InlineData("move-aside", true, false)]
    public async Task A_socket_that_is_there_is_handled_by_policy(string policy, bool live, bool starts)
    {
        await host.RunAsync("llamacpp-resolve-model");
        var path = host.Variables["LLAMACPP_HOST"] = host.File("s.sock");
        host.Variables["LLAMACPP_SOCKET_STALE_POLICY"] = policy;
        using var server = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        server.Bind(new UnixDomainSocketEndPoint(path));
        if (live)
            server.Listen();
        Assert.Equal(starts ? 0 : BackendExit.NotFree, await host.RunAsync("llamacpp-serve"));
        Assert.Equal(!starts, File.Exists(path));
        Assert.Equal(starts && policy == "move-aside" ? 1 : 0, Directory.GetFiles(host.File(), "s.sock.old.*").Length);
    }

    [Fact]
    public async Task A_file_in_the_place_of_the_socket_is_never_removed()
    {
        await host.RunAsync("llamacpp-resolve-model");
        host.Variables["LLAMACPP_HOST"] = host.Write("s.sock", "precious");
        host.Variables["LLAMACPP_SOCKET_STALE_POLICY"] = "safe-cleanup";
        Assert.Equal(BackendExit.NotFree, await host.RunAsync("llamacpp-serve"));
        Assert.Equal("precious", File.ReadAllText(host.File("s.sock")));
    }

    [Theory]
    [InlineData("llamacpp-serve", "--nonsense", "ENVC0701")]
    [InlineData("llamacpp-sreve", "-h", "ENVC0745")]
    public async Task What_is_not_known_is_refused(string script, string argument, string code)
    {
        Assert.Equal(BackendExit.Invalid, await host.RunAsync(script, argument));
        Assert.Contains(code, host.Error);
    }

    [Fact]
    public async Task Help_lists_every_variable()
    {
        Assert.Equal(0, await host.RunAsync("llamacpp-serve", "-h"));
        Assert.All(FakeStageHost.LlamaCpp.Variables, variable => Assert.Contains(variable.Name, host.Output));
    }

    private JsonElement LastJson() => JsonDocument.Parse(host.Output.TrimEnd().Split('\n')[^1]).RootElement;

    private TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, int.Parse(host.Variables["LLAMACPP_PORT"]));
        listener.Start();
        return listener;
    }
}
