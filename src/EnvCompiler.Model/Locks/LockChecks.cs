using EnvCompiler.Model.Manifests.Binding;
using EnvCompiler.Model.Targets;

namespace EnvCompiler.Model.Locks;

/// <summary>What a lock must hold true beyond its form. It may come from a stranger, so nothing in it may name a path outside.</summary>
internal static class LockChecks
{
    /// <summary>The first problem of a lock as its file has it, and a text that stands in the file where it is, or null.</summary>
    internal static (string Problem, string Subject)? FirstProblem(Lock locked)
    {
        foreach (var (id, request) in locked.Request.Install)
        {
            // A key that is absent is null here, whatever the record's type says.
            if (!NameRule.IsFileName(request.PkgGroup ?? ""))
                return ($"`{id}` is asked for in no group", id);
        }

        foreach (var (name, choice) in locked.Request.Alternatives ?? [])
        {
            if (!NameRule.IsFileName(name) || !NameRule.IsPlain(choice))
                return ($"`{name}` is no alternative", name);
        }

        foreach (var include in locked.Include ?? [])
        {
            if (Problem(include) is { } problem)
                return (problem, include.Name);
        }

        foreach (var (id, package) in locked.Packages)
        {
            if (package.Id != id)
                return ($"`{id}` holds `{package.Id}`", id);
            if (!IsPart(package.Kind) || !IsPart(package.Name) || !IsPart(package.Version) || !IsPart(package.Architecture))
                return ($"a part of `{id}` is no name", id);
            if (package.Kind == LockedPackage.Native != package.Build is not null || (package.Build is { } build && !IsPart(build.Name)))
                return ($"`{id}` is of the kind `{package.Kind}`, which does not fit its build", id);
            if (Problem(package.Path, package.Size, package.Sha256) is { } problem)
                return ($"`{id}` {problem}", id);
        }

        foreach (var (name, index) in locked.Indexes)
        {
            foreach (var (path, sha256) in index.Files)
            {
                if (Problem(path, size: 0, sha256) is { } problem)
                    return ($"index `{name}` {problem}", path);
            }
        }

        foreach (var (name, model) in locked.Models)
        {
            if (!NameRule.IsFileName(name))
                return ($"`{name}` cannot be the name of a model", name);
            foreach (var file in model.Files)
            {
                if (Problem(file.Path, file.Size, file.Sha256) is { } problem)
                    return ($"model `{name}` {problem}", file.Path);
            }
        }

        foreach (var (name, target) in locked.Targets)
        {
            if (!Target.TryParse(name, out _))
                return ($"`{name}` is not a target", name);
            if (target.Models?.FirstOrDefault(model => !locked.Models.ContainsKey(model)) is { } unknown)
                return ($"`{name}` names the model `{unknown}`, which `models` does not have", unknown);
            if (target.Like is { } like && locked.Targets.GetValueOrDefault(like) is not { Like: null })
                return ($"`{name}` is like `{like}`, which is not a target that is written whole", like);
            foreach (var (groupName, group) in target.Groups)
            {
                if (!NameRule.IsFileName(groupName))
                    return ($"`{groupName}` cannot be the name of a group", groupName);
                if (Problem(locked, target, group, groupName) is var (problem, subject))
                    return ($"group `{groupName}` of `{name}` {problem}", subject);
            }
        }

        return null;
    }

    private static string? Problem(LockedInclude include) =>
        !NameRule.IsPlain(include.Name) ? "an included environment has no name"
        : include.Dir is null == include.Remote is null || include.Remote is null != include.Found is null
            ? $"the included environment `{include.Name}` is neither of a directory nor of a registry"
        : include.Generation is { } wanted && wanted != include.Found ? $"the included environment `{include.Name}` is not of generation {wanted}"
        : LockedInclude.HashOf(include.Text) != include.Sha256 ? $"the manifest of the included environment `{include.Name}` does not have the SHA-256 that is noted of it"
        : include.Include is [] ? $"the included environment `{include.Name}` has an empty list of its own ones"
        : (include.Include ?? []).Select(Problem).FirstOrDefault(problem => problem is not null);

    private static (string Problem, string Subject)? Problem(Lock locked, LockedTarget target, LockedGroup group, string name)
    {
        var members = new HashSet<string>(StringComparer.Ordinal);
        if (group.Whole is null)
        {
            if (LockRows.LikeGroup(locked, target, name) is not { } like)
                return ("has no `packages`, and its target is like none that has the group", name);
            members.UnionWith(like.Whole ?? []);
            foreach (var id in group.Drops ?? [])
            {
                if (!members.Remove(id))
                    return ($"drops `{id}`, which the group that it is like does not have", id);
            }
        }
        else if (group.Adds is not null || group.Drops is not null)
        {
            return ("has `packages` beside `adds` or `drops`", name);
        }

        foreach (var id in group.Whole ?? group.Adds ?? [])
        {
            if (!locked.Packages.ContainsKey(id))
                return ($"names `{id}`, which `packages` does not have", id);
            if (!members.Add(id))
                return ($"names `{id}` twice", id);
        }

        foreach (var id in group.Verdicts?.Keys ?? Enumerable.Empty<string>())
        {
            if (!members.Contains(id))
                return ($"judges `{id}`, which is not in the group", id);
        }

        foreach (var (install, id) in group.Install)
        {
            if (!members.Contains(id))
                return ($"gives `{install}` the package `{id}`, which is not in the group", id);
        }

        return null;
    }

    /// <summary>Whether a text may be a part of a package's id: no slash, nothing that means a directory, nothing a terminal acts on.</summary>
    private static bool IsPart(string text) => text is not ("" or "." or "..") && !text.Any(c => c == '/' || char.IsControl(c));

    private static string? Problem(string path, long size, string sha256) =>
        path.Contains('\0') || path.Split('/').Any(part => part is "" or "." or "..") ? $"has the path `{path}`, which leaves its directory"
        : size < 0 ? "has a negative size"
        : sha256.Length != 64 || sha256.Any(c => !char.IsAsciiHexDigitLower(c)) ? "has no SHA-256 of 64 lower-case hexadecimal digits"
        : null;
}
