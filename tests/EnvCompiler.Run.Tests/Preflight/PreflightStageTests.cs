using System.Text.Json;
using EnvCompiler.Run.Backends;
using EnvCompiler.Run.Gpu;
using EnvCompiler.TestKit;

namespace EnvCompiler.Run.Tests.Preflight;

public sealed class PreflightStageTests : IDisposable
{
    private const int Port = 8080;
    private const uint User = 1000;

    private readonly FakeProc proc = new();
    private readonly TemporaryDirectory locks = new();
    private readonly StringWriter output = new();
    private readonly StringWriter error = new();
    private readonly Dictionary<string, string> variables = new(StringComparer.Ordinal) { ["LLAMACPP_PORT_FREE_TIMEOUT"] = "0.05", ["LLAMACPP_TERM_GRACE"] = "0.05" };
    private RecordingSignals signals = new();
    private GpuProbeResult gpus = new(false, null, null, null, null, null);
    private StageCommand? became;

    public void Dispose()
    {
        proc.Dispose();
        locks.Dispose();
    }

    [Fact]
    public async Task A_free_port_is_left_alone()
    {
        proc.Listen("127.0.0.1", 9090, 1).Listen("127.0.0.1", Port, 2, state: "01");
        Assert.Equal(0, await Run());
        Assert.Equal("noop", Report().GetProperty("action").GetString());
    }

    [Fact]
    public async Task An_earlier_server_of_ours_is_stopped()
    {
        signals = new RecordingSignals { OnSignal = (pid, _) => proc.End(pid, 7) };
        Server(pid: 42, inode: 7);
        Assert.Equal(0, await Run());
        Assert.Equal("stopped", Report().GetProperty("action").GetString());
        Assert.Equal([(42, 15)], signals.Sent);
    }

    [Fact]
    public async Task A_server_that_ignores_the_request_is_killed()
    {
        signals = new RecordingSignals
        {
            OnSignal = (pid, signal) =>
            {
                if (signal == 9)
                    proc.End(pid, 7);
            },
        };
        Server(pid: 42, inode: 7);
        Assert.Equal(0, await Run());
        Assert.Equal([(42, 15), (42, 9)], signals.Sent);
    }

    [Fact]
    public async Task Children_end_before_their_parent()
    {
        signals = new RecordingSignals { OnSignal = (pid, _) => proc.End(pid, 7) };
        Server(pid: 42, inode: 7);
        proc.Process(50, "worker", ["worker"], "/usr/bin/worker", [], parent: 42).Process(60, "deep", ["deep"], "/usr/bin/deep", [], parent: 50);
        Assert.Equal(0, await Run());
        Assert.Equal([60, 50, 42], signals.Sent.Select(sent => sent.Pid));
    }

    [Fact]
    public async Task A_port_that_stays_taken_is_a_failure()
    {
        Server(pid: 42, inode: 7);
        Assert.Equal(BackendExit.NotFree, await Run());
        Assert.Equal("port_still_listening_after_stop", Report().GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_dry_run_says_what_would_be_stopped()
    {
        Server(pid: 42, inode: 7);
        variables["LLAMACPP_DRY_RUN"] = "1";
        Assert.Equal(0, await Run());
        Assert.Equal("would_stop", Report().GetProperty("action").GetString());
        Assert.Equal(42, Report().GetProperty("pids")[0].GetInt32());
        Assert.Empty(signals.Sent);
    }

    [Fact]
    public async Task Another_program_is_never_touched()
    {
        proc.Listen("127.0.0.1", Port, 7).Process(42, "nginx", ["nginx: master"], "/usr/sbin/nginx", [7]);
        Assert.Equal(BackendExit.ForeignOwner, await Run());
        Assert.Equal("port_owned_by_other_process", Report().GetProperty("reason").GetString());
        Assert.Contains("`nginx`", error.ToString());
        Assert.Empty(signals.Sent);
    }

    [Fact]
    public async Task A_program_that_shares_the_port_with_ours_protects_both()
    {
        Server(pid: 42, inode: 7);
        proc.Listen("127.0.0.1", Port, 8).Process(43, "python3", ["python3", "-m", "http.server"], "/usr/bin/python3", [8]);
        Assert.Equal(BackendExit.ForeignOwner, await Run());
        Assert.Empty(signals.Sent);
    }

    [Fact]
    public async Task A_socket_unit_of_systemd_has_a_reason_of_its_own()
    {
        proc.Listen("0.0.0.0", Port, 7, user: 0).Process(1, "systemd", ["/sbin/init"], "/usr/lib/systemd/systemd", [7], user: 0, parent: 0);
        Assert.Equal(BackendExit.ForeignOwner, await Run());
        Assert.Equal("systemd_socket_activation", Report().GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_server_of_another_user_is_left_alone_unless_allowed()
    {
        proc.Listen("127.0.0.1", Port, 7, user: 1001).Process(42, "llama-server", ["llama-server"], "/usr/bin/llama-server", [7], user: 1001);
        Assert.Equal(BackendExit.OtherUser, await Run());
        signals = new RecordingSignals { OnSignal = (pid, _) => proc.End(pid, 7) };
        variables["LLAMACPP_ALLOW_KILL_OTHER_UID"] = "yes";
        Assert.Equal(0, await Run());
    }

    [Theory]
    [InlineData(1001u, BackendExit.OtherUser, "port_owned_by_other_uid")]
    [InlineData(User, BackendExit.Unattributable, "listener_unattributable")]
    public async Task A_socket_without_a_process_is_judged_by_its_user(uint user, int code, string reason)
    {
        proc.Listen("127.0.0.1", Port, 7, user);
        Assert.Equal(code, await Run());
        Assert.Equal(reason, Report().GetProperty("reason").GetString());
    }

    [Theory]
    [InlineData("127.0.0.1", "0.0.0.0", true)]
    [InlineData("127.0.0.1", "::", true)]
    [InlineData("127.0.0.1", "::ffff:127.0.0.1", true)]
    [InlineData("127.0.0.1", "127.0.0.2", false)]
    [InlineData("127.0.0.1", "::1", false)]
    [InlineData("0.0.0.0", "10.1.2.3", true)]
    [InlineData("::", "10.1.2.3", true)]
    [InlineData("::1", "::1", true)]
    [InlineData("::1", "127.0.0.1", false)]
    [InlineData("localhost", "10.1.2.3", true)]
    public async Task Only_an_address_in_the_way_counts(string wanted, string taken, bool conflicts)
    {
        variables["LLAMACPP_HOST"] = wanted;
        proc.Listen(taken, Port, 7).Process(42, "nginx", ["nginx"], "/usr/sbin/nginx", [7]);
        Assert.Equal(conflicts ? BackendExit.ForeignOwner : 0, await Run());
    }

    [Theory]
    [InlineData("llama-server", "x", "/usr/bin/x", true)]
    [InlineData("x", "x", "/opt/llama-server", true)]
    [InlineData("x", "x", "/opt/llama-server (deleted)", true)]
    [InlineData("ld-linux", "ld.so --library-path /l /r/usr/bin/llama-server", "/r/ld.so", true)]
    [InlineData("vim", "vim llama-server.c", "/usr/bin/vim", false)]
    [InlineData("x", "a b c d e llama-server", "/usr/bin/a", false)]
    [InlineData("evil) S 1 (x", "x", "/usr/bin/x", false)]
    public async Task Ours_is_known_by_name_not_by_mention(string name, string commandLine, string executable, bool ours)
    {
        proc.Listen("127.0.0.1", Port, 7).Process(42, name, commandLine.Split(' '), executable, [7]);
        variables["LLAMACPP_DRY_RUN"] = "1";
        Assert.Equal(ours ? 0 : BackendExit.ForeignOwner, await Run());
    }

    [Fact]
    public async Task A_pattern_or_a_list_of_executables_widens_what_is_ours()
    {
        proc.Listen("127.0.0.1", Port, 7).Process(42, "my-llm", ["my-llm"], "/opt/my-llm", [7]);
        variables["LLAMACPP_DRY_RUN"] = "1";
        Assert.Equal(BackendExit.ForeignOwner, await Run());
        variables["LLAMACPP_OWNER_REGEX"] = "^MY-";
        Assert.Equal(0, await Run());
        variables.Remove("LLAMACPP_OWNER_REGEX");
        variables["LLAMACPP_OWNER_EXE_ALLOWLIST"] = "/bin/x:/opt/my-llm";
        Assert.Equal(0, await Run());
    }

    [Fact]
    public async Task A_bad_pattern_is_named()
    {
        variables["LLAMACPP_OWNER_REGEX"] = "(";
        Assert.Equal(BackendExit.Invalid, await Run());
        Assert.Equal("bad_owner_regex", Report().GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Without_the_kernels_tables_nothing_is_guessed()
    {
        File.Delete(Path.Combine(proc.Root, "net", "tcp"));
        Assert.Equal(BackendExit.Invalid, await Run());
        Assert.Equal("proc_unavailable", Report().GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_pid_that_means_another_process_by_now_is_not_signalled()
    {
        signals = new RecordingSignals { OnSignal = (_, _) => proc.Replace(42, start: 9999) };
        Server(pid: 42, inode: 7);
        Assert.Equal(BackendExit.NotFree, await Run());
        Assert.Equal([(42, 15)], signals.Sent);
    }

    [Fact]
    public async Task A_whole_process_group_is_signalled_on_request()
    {
        signals = new RecordingSignals { OnSignal = (pid, _) => proc.End(pid, 7) };
        Server(pid: 42, inode: 7);
        variables["LLAMACPP_KILL_PG"] = "1";
        Assert.Equal(0, await Run());
        Assert.Equal([(42, 15)], signals.Groups);
    }

    [Fact]
    public async Task A_command_after_the_dashes_is_what_preflight_becomes()
    {
        Assert.Equal(0, await Run("--", "/bin/echo", "--json"));
        Assert.Equal(["/bin/echo", "--json"], became!.Arguments);
    }

    [Fact]
    public async Task A_threshold_that_was_set_needs_a_GPU()
    {
        variables["LLAMACPP_GPU_MIN_FREE_MIB"] = "1";
        Assert.Equal(BackendExit.Gpu, await Run());
        Assert.Equal("gpu_hard_fail", Report().GetProperty("reason").GetString());
    }

    [Theory]
    [InlineData("GPU_FAIL_PCT", "80", BackendExit.Gpu)]
    [InlineData("GPU_FAIL_PCT", "95", 0)]
    [InlineData("GPU_MIN_FREE_MIB", "8001", BackendExit.Gpu)]
    [InlineData("GPU_MIN_FREE_MIB", "8000", 0)]
    public async Task Used_memory_is_held_against_thresholds(string threshold, string value, int code)
    {
        gpus = new GpuProbeResult(true, 1, "12.8", null, [new GpuMemory(0, "H", 80_000, 8_000)], "nvml");
        variables["LLAMACPP_" + threshold] = value;
        Assert.Equal(code, await Run());
        Assert.Equal(90, Report().GetProperty("gpu").GetProperty("gpus")[0].GetProperty("used_pct").GetDouble());
    }

    [Fact]
    public async Task A_full_GPU_without_a_threshold_is_a_warning()
    {
        gpus = new GpuProbeResult(true, 1, "12.8", null, [new GpuMemory(0, "H", 80_000, 8_000)], "nvml");
        Assert.Equal(0, await Run());
        Assert.Contains("warning ENVC0743", error.ToString());
        Assert.True(Report().GetProperty("gpu").GetProperty("warned").GetBoolean());
    }

    private void Server(int pid, long inode) =>
        proc.Listen("127.0.0.1", Port, inode).Process(pid, "llama-server", ["llama-server", "-m", "x"], "/usr/bin/llama-server", [inode]);

    private Task<int> Run(params string[] arguments)
    {
        output.GetStringBuilder().Clear();
        var all = new Dictionary<string, string>(variables) { ["LLAMACPP_PREFLIGHT_LOCKFILE"] = locks.File("lock"), ["LLAMACPP_PREFLIGHT_JSON"] = "1" };
        return BackendCommand.RunAsync("llamacpp-preflight", arguments, new StageHost
        {
            Variables = all,
            Output = output,
            Error = error,
            Directory = locks.Path,
            UserId = User,
            ProcRoot = proc.Root,
            Signals = signals,
            Gpus = new FixedGpus(gpus),
            Exec = (path, argv, environment) => became = new StageCommand(path, argv, environment),
        });
    }

    private JsonElement Report() => JsonDocument.Parse(output.ToString()).RootElement;

    private sealed class FixedGpus(GpuProbeResult result) : IGpuProbe
    {
        public Task<GpuProbeResult> ProbeAsync(System.Threading.CancellationToken cancellation) => Task.FromResult(result);

        public Task<GpuInventory> InventoryAsync(System.Threading.CancellationToken cancellation) => Task.FromResult(new GpuInventory { Source = "none" });
    }
}
