using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Targets;

namespace EnvCompiler.Compile.Kubernetes;

/// <summary>What keeps an environment out of a pod, or changes there; ENVC046x.</summary>
internal static class KubernetesDiagnostics
{
    internal static Diagnostic ImageWithoutDigest(Target target, string image) =>
        new("ENVC0460", $"the image of `{target}` has no digest: `{image}`") { Hint = "write `NAME@sha256:…`; a tag may name other bytes tomorrow" };

    internal static Diagnostic NoResource(Target target) =>
        new("ENVC0461", $"nothing in Kubernetes hands out the GPUs of `{target}`") { Hint = "leave it out with `--target`" };

    internal static Diagnostic NoService(Target target) =>
        new("ENVC0462", $"no service of the environment runs on `{target}`, so a pod would have nothing to do") { Hint = "leave it out with `--target`" };

    internal static Diagnostic ComputedPort(string service, string variable) =>
        new("ENVC0463", $"the port of service `{service}` is computed when it starts, and Kubernetes must know it before") { Hint = $"write `{variable}` as a number" };

    internal static Diagnostic NotReachable(string service, string variable, string? host) =>
        new("ENVC0464", $"`{service}` listens on {(host is null ? "an address that is computed" : $"`{host}`")}, as `{variable}` says, so nothing outside of its pod reaches it")
        {
            Severity = Severity.Warning,
            Hint = $"write the address among the service's `settings`, or `{variable} = {{ default = … }}`: those give way to `0.0.0.0` in a pod",
        };

    internal static Diagnostic NoGpuAskedFor(Target target, string service) =>
        new("ENVC0465", $"no service asks for a GPU on `{target}`, so its pods get none") { Severity = Severity.Warning, Hint = $"`services.{service}.gpus = 1` asks for one" };

    internal static Diagnostic NamedGpus(string service, int count) =>
        new("ENVC0466", $"service `{service}` names its GPUs, and Kubernetes only counts them") { Hint = $"write `services.{service}.gpus = {count}`" };

    internal static Diagnostic SharedStorage(string storage, int pods) =>
        new("ENVC0467", $"`kubernetes.storage.{storage}` is for the pods of one node, and there are {pods} pods")
        {
            Severity = Severity.Warning,
            Hint = "`access = \"ReadWriteMany\"` where the storage class has it",
        };

    internal static Diagnostic SupervisorNotReachable(string metrics) =>
        new("ENVC0468", $"the supervisors answer Prometheus on `{metrics}`, as `options.services.metrics` says, so nothing outside of their pod reaches them")
        {
            Severity = Severity.Warning,
            Hint = "write the address `0.0.0.0` there",
        };

    internal static Diagnostic MetricsPortTaken(string supervised, string serving, int port) =>
        new("ENVC0469", $"the supervisor of service `{supervised}` would answer Prometheus on port {port}, where `{serving}` serves")
        {
            Hint = "choose another port for `options.services.metrics`: in a pod each service has one of its own, counted up from that one",
        };
}
