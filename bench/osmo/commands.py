"""The commands of OSMO's client, in the order of a day's work, with what is expected of each."""

import json
from datetime import date, timedelta

HELLO = """\
default-values:
  word: hello
workflow:
  name: hello
  labels: {team: vision}
  resources: {default: {cpu: 1, memory: 256Mi}}
  tasks:
  - name: say
    image: ubuntu:24.04
    command: [sh, -c]
    args: ["echo {{ word }} $EXTRA; echo oh >&2; echo x > {{output}}/x"]
"""

PLAIN = """\
workflow:
  name: plain
  tasks:
  - {name: one, image: "ubuntu:24.04", command: [echo, hi]}
"""

SLEEP = """\
workflow:
  name: sleeper
  tasks:
  - {name: nap, image: "ubuntu:24.04", command: [sh, -c, "echo up; sleep 600"]}
"""

# The second stage fails until the file is there; the first must not run again.
HALF = """\
workflow:
  name: half
  tasks:
  - {name: first, image: "ubuntu:24.04", command: [sh, -c, "echo made > {{output}}/made; echo first ran"]}
  - name: second
    image: ubuntu:24.04
    command: [sh, -c, "cat {{input:0}}/made; exit 3"]
    inputs: [{task: first}]
"""

WRONG = "workflow: {name: wrong}\n"
TOO_BIG = PLAIN.replace("  tasks:", "  resources: {default: {cpu: 4096}}\n  tasks:")
SECRET = PLAIN.replace("command:", "credentials: {none-such: /tmp/x}, command:")

FLEET = """\
operator: {name: Example, headquarters: FR}
tenants: {robots: {headquarters: FR}}
sites:
  - site: eu-west-2
    pools:
      - name: paris
        emulated: true
        platforms: [{name: cpu, cpu: 64, memory: 1Ti, storage: 1Ti, nodes: 2, price: 1}]
  - site: eu-central-1
    pools:
      - name: frankfurt
        emulated: true
        platforms:
          - {name: l20, accelerator: nvidia-l20, accelerators: 8, cpu: 64, memory: 1Ti,
             storage: 1Ti, nodes: 1, price: 2.5}
          - {name: cpu, cpu: 32, memory: 256Gi, storage: 1Ti, nodes: 1, price: 1}
"""

SUBMITTED = r"Workflow submit successful\.\nWorkflow ID +- (?P<{}>\S+)\nWorkflow Overview +- http"
NEXT_WEEK = (date.today() + timedelta(days=7)).isoformat()


def parts() -> list:
    return [
        signing_in,
        submitting,
        watching,
        ending,
        apps,
        own_things,
        credentials,
        people,
        configuration,
        mistakes,
        several_pools,
    ]


def signing_in(client, home) -> None:
    run = client.run
    for name, text in (
        ("hello", HELLO),
        ("plain", PLAIN),
        ("sleep", SLEEP),
        ("half", HALF),
        ("wrong", WRONG),
        ("big", TOO_BIG),
        ("secret", SECRET),
    ):
        (client.folder / f"{name}.yaml").write_text(text)
    run("ada", "pool list", 2, out="Must login first")
    run("ada", "login {url} --method dev --username ada", out="Successfully logged in. Welcome ada")
    run("ada", "version", out="OSMO service version: 6.4.0")
    run("ada", f"token set laptop --expires-at {NEXT_WEEK}", keep=r"(?P<token>[\w-]{20,})")
    run("tess", "login {url} --method token --token {token}", out="Welcome ada")
    run("tess", "profile list", out=["name: ada", "laptop"])
    run("tess", "login {url} --method token --token nonsense", 10)
    run("tess", "login {url} --method token --token {token}", out="Welcome ada")


def submitting(client, home) -> None:
    run = client.run
    run("ada", "workflow validate hello.yaml", out="Workflow validation succeeded")
    run("ada", "workflow validate hello.yaml --set word=robots --pool default", out="succeeded")
    run("ada", "workflow submit hello.yaml --dry-run", out="echo hello")
    run("ada", "workflow submit hello.yaml --dry-run --set word=robots", out="echo robots")
    run("ada", "workflow submit hello.yaml", keep=SUBMITTED.format("hello"))
    run(
        "ada",
        "workflow submit hello.yaml --set word=robots --set-env EXTRA=a=b --priority low"
        " --label tier=one --pool default",
        out="LOW priority can be preempted",
        keep=SUBMITTED.format("robots"),
    )
    run("ada", "workflow submit hello.yaml --set-env EXTRA", 1,
        out=["Workflow submit failed", "'EXTRA' is not of the form key=value"])
    run("ada", "workflow submit hello.yaml --dry-run --pool nowhere", 2,
        out="Pool nowhere not found")
    run("ada", "workflow submit plain.yaml -t json", json=lambda a: a["name"] and a["overview"])
    run("ada", "workflow submit hello.yaml --set-string word=5", keep=SUBMITTED.format("five"))
    run("ada", "workflow submit {hello}", keep=SUBMITTED.format("again"))
    run("tess", "workflow submit plain.yaml", keep=SUBMITTED.format("byToken"))


def watching(client, home) -> None:
    run = client.run
    run("ada", "workflow logs {hello}", out=[r"has logs:", r"\[say\] hello"])
    run("ada", "workflow logs {robots}", out=r"\[say\] robots a=b")
    run("ada", "workflow logs {five}", out=r"\[say\] 5")
    run("ada", "workflow logs {again}", out=r"\[say\] hello")
    run("ada", "workflow logs {byToken}", out=r"\[one\] hi")
    run("ada", "workflow logs {hello} --task say -n 1", out=r"has logs:\n[^\n]*\n")
    run("ada", "workflow logs {hello} --task say --error", out="oh")
    run("ada", "workflow logs {hello} --task say --retry-id 0", out="hello")
    run("ada", "workflow events {hello}", out=["has events:", r"\[say\]"])
    run("ada", "workflow events {hello} --task say", out=r"\[say\]")
    run("ada", "workflow spec {hello}", out=["version: 2", "say-group"])
    run("ada", "workflow spec {hello} --template", out=["default-values", r"\{\{ word \}\}"])
    run("ada", "workflow query {hello}", out=["Status +: COMPLETED", "User +: ada", "say"])
    run("ada", "workflow query {hello} -v", out="Retry ID")
    run("ada", "workflow query {robots} -t json", json=lambda a: (
        a["priority"] == "LOW" and a["labels"] == {"team": "vision", "tier": "one"}))
    run("ada", "workflow list", out=["{hello}", "{robots}", "COMPLETED"])
    run("ada", "workflow list -t json -c 2", json=lambda a: len(a["workflows"]) == 2)
    run("ada", "workflow list --order desc --name hello", out="{robots}.*{hello} ")
    run("ada", "workflow list --status RUNNING FAILED", absent="{hello} ")
    run("ada", "workflow list --priority LOW", out="{robots}", absent="{hello} ")
    run("ada", "workflow list --label 'team=v*' --label 'tier=(one|two)'", out="{robots}",
        absent="{hello} ")
    run("ada", "workflow list --no-label tier", out="{hello}", absent="{robots} ")
    run("ada", "workflow list --user bob", out="There are no workflows to view")
    run("ada", "workflow list --all-users --pool default", out="{hello}")
    run("ada", "workflow list --submitted-after 2020-01-01 --submitted-before 2999-01-01",
        out="{hello}")
    run("ada", "workflow list --submitted-before 2020-01-01", out="no workflows")
    run("ada", "workflow list --offset 1000", out="no workflows")
    run("ada", "workflow tag", out="nightly")
    run("ada", "workflow tag -w {hello} -a nightly", out="Workflow {hello} updated")
    run("ada", "workflow list --tags nightly", out="{hello}", absent="{robots} ")
    run("ada", "workflow query {hello} -t json", json=lambda a: a["tags"] == ["nightly"])
    run("ada", "workflow tag -w {hello} -r nightly", out="updated")
    run("ada", "workflow list --tags nightly", out="no workflows")
    run("ada", "workflow tag -w {hello} -a weekly", out="Users can only set specified tags: nightly")
    run("ada", "task list -s COMPLETED", out=["say", "{hello}", "COMPLETED"])
    run("ada", "task list -s COMPLETED -v", out=r"cpu.*memory")
    run("ada", "task list -s COMPLETED -w {robots} -t json", json=lambda a: (
        [t["cpu"] for t in a["tasks"]] == [1] and a["tasks"][0]["memory"] == 0.25))
    run("ada", "task list -s COMPLETED -S", out="LOW")
    run("ada", "task list -s COMPLETED -W", out="{robots}")
    run("ada", "task list -s COMPLETED --priority LOW --pool default --order desc", out="{robots}")
    run("ada", "task list -s COMPLETED --node nowhere", absent="say")
    run("ada", "task list -s COMPLETED --started-after 2020-01-01", out="say")
    run("ada", "task list -s COMPLETED --started-before 2020-01-01", absent="say")
    run("ada", "task list -s COMPLETED --user bob", absent="say")
    run("ada", "task list", 0)


def ending(client, home) -> None:
    run = client.run
    run("ada", "workflow submit sleep.yaml", keep=SUBMITTED.format("sleeper"))
    run("ada", "task list -w {sleeper} -s WAITING PROCESSING SCHEDULING INITIALIZING RUNNING",
        out="nap")
    run("ada", "workflow restart {sleeper}", 2, out="Restart can only be used on FAILED workflows")
    run("ada", "workflow cancel {sleeper} -m enough", out="Cancel job for workflow {sleeper} is sub")
    run("ada", "workflow logs {sleeper}", out="has logs")
    run("ada", "workflow query {sleeper}", out=r"Status +: FAILED_CANCELED")
    run("ada", "workflow cancel {sleeper}", out="is already finished")
    run("ada", "workflow cancel {sleeper} --force", out="submitted")
    run("ada", "workflow submit half.yaml", keep=SUBMITTED.format("half"))
    run("ada", "workflow logs {half}", out=[r"\[first\] first ran", r"\[second\] made"])
    run("ada", "workflow query {half}", out=["first +.*COMPLETED", "second +.*FAILED"])
    run(
        "ada",
        "workflow restart {half}",
        out="Workflow {half} restarted",
        keep=r"Workflow ID +- (?P<rest>\S+)",
    )
    run("ada", "workflow logs {rest}", out=r"\[second\] made", absent="first ran")
    run("ada", "workflow query {rest} -t json", json=lambda a: (
        a["parent_name"] and [g["name"] for g in a["groups"]] == ["second-group"]))
    run("ada", "workflow restart {hello} -t json", 2, json=lambda a: "FAILED" in a["message"])


def apps(client, home) -> None:
    run = client.run
    (client.folder / "hello2.yaml").write_text(HELLO.replace("word: hello", "word: again"))
    run("ada", "app list", out="There are no apps to view")
    run("ada", "app create greet -d 'Says a word' -f hello.yaml", out="App greet created")
    run("ada", "app create greet -d 'Says a word' -f hello.yaml", 2, out="There is an app greet")
    run("ada", "app list", out=["greet", "Says a word", "ada"])
    run("ada", "app list -t json", json=lambda a: a["apps"][0]["latest_version"] == 1)
    run("ada", "app update greet -f hello.yaml", out="No version was created")
    run("ada", "app update greet -f hello2.yaml", out="Version: 2")
    run("ada", "app info greet", out=["Owner: ada", "READY", "Says a word"])
    run("ada", "app info greet:1 -t json", json=lambda a: len(a["versions"]) == 1)
    run("ada", "app info greet -o desc -c 1 -t json", json=lambda a: a["versions"][0]["version"] == 2)
    run("ada", "app show greet", out=["DESCRIPTION", "Says a word", "PARAMETERS", "word: again"])
    run("ada", "app show greet:1", out="word: hello")
    run("ada", "app spec greet:1", out="word: hello")
    run("ada", "app spec greet", out="word: again")
    run("ada", "app submit greet --dry-run", out="echo again")
    run("ada", "app submit greet:1 --set word=bots --set-env EXTRA=x --priority high",
        keep=SUBMITTED.format("byApp"))
    run("ada", "workflow logs {byApp}", out=r"\[say\] bots x")
    run("ada", "workflow query {byApp} -t json", json=lambda a: (
        (a["app_owner"], a["app_name"], a["app_version"]) == ("ada", "greet", 1)))
    run("ada", "workflow list --app greet", out="{byApp}")
    run("ada", "workflow list --app greet:2", out="no workflows")
    run("ada", "app rename greet hail --force", out="App greet renamed to hail")
    run("ada", "workflow list --app hail:1", out="{byApp}")
    run("ada", "app spec greet", 2, out="App greet does not exist")
    run("bob", "login {url} --method dev --username bob", 0)
    run("bob", "app list", out="There are no apps")
    run("bob", "app list --user ada", out="hail")
    run("bob", "app list --all-users --name ai", out="hail")
    run("bob", "app submit hail", keep=SUBMITTED.format("byBob"))
    run("bob", "app delete hail --all --force", 2, out="belongs to ada")
    run("bob", "app rename hail mine --force", 2, out="belongs to ada")
    run("bob", "app list", out="hail")
    run("ada", "app delete hail:1 --force", out="Delete Job for App hail version 1")
    run("ada", "app spec hail:1", 2, out="has no version 1")
    run("ada", "app info hail", out="DELETED")
    run("ada", "app delete hail --force", 2, out="Must specify a version")
    run("ada", "app delete hail --all --force", out="version 2 has been")
    run("ada", "app list", out="There are no apps")
    run("ada", "app create hail -d 'Another' -f hello.yaml", out="created")
    run("ada", "app delete hail --all --force", out="version 3")
    run("ada", "app info nobody", 2, out="App nobody does not exist")


def own_things(client, home) -> None:
    run = client.run
    run("ada", "pool list", out=["default", "ONLINE"])
    run("ada", "pool list -t json", json=lambda a: a["node_sets"][0]["pools"][0]["name"])
    run("ada", "pool list --pool default --mode free", out="Quota Free")
    run("ada", "pool list --pool nowhere", out="Pools nowhere not found")
    run("ada", "resource list", out=["default", "SHARED"], keep=r"\n=+\n(?P<node>\S+)")
    run("ada", "resource list --all --mode free", out="{node}")
    run("ada", "resource list --pool default -t json", json=lambda a: a["resources"])
    run("ada", "resource list --pool default --platform nothing", absent="{node}")
    run("ada", "resource list --pool nowhere", 2, out="Pool nowhere does not exist")
    run("ada", "resource info {node}", out="Resource Name: {node}")
    run("ada", "resource info nobody", 2, out="does not exist")
    run("ada", "profile list", out=["name: ada", "default: default"])
    run("ada", "profile set pool default", out="Profile Set")
    run("ada", "profile set pool nowhere", 2, out="Pool nowhere not found")
    run("ada", "profile set notifications email false", out="Profile Set")
    run("ada", "profile list -t json", json=lambda a: a["profile"]["pool"] == "default")
    run("ada", "token list", out="laptop")
    run("ada", "token list -t json", json=lambda a: a[0]["token_name"] == "laptop")
    run("ada", "token roles laptop", out="osmo-user")
    run("ada", f"token set laptop --expires-at {NEXT_WEEK}", 2, out="already")
    run("ada", f"token set short -e {NEXT_WEEK} -d 'Of a test' -r osmo-user -t json", 0)
    run("ada", "token delete short", 0)
    run("ada", "token delete short", 2, out="does not exist")


def credentials(client, home) -> None:
    run = client.run
    run("ada", "credential list", out="no credentials|No credentials|Name")
    run("ada", "credential set keys --type GENERIC --payload user=u pass=secret-word",
        out="Set GENERIC credential keys")
    run("ada", "credential set reg --type REGISTRY --payload registry=nvcr.io username=u auth=a",
        out="Set REGISTRY credential reg")
    run("ada", "credential set data --type DATA --payload access_key_id=i access_key=k"
        " endpoint=s3://bucket region=eu-west-1", out="Set DATA credential data")
    run("ada", "credential list", out=["keys", "GENERIC", "REGISTRY", "DATA"], absent="secret-word")
    run("ada", "credential --format-type json list", json=lambda a: len(a["credentials"]) == 3)
    for name in ("keys", "reg", "data"):
        run("ada", f"credential delete {name}", 0)
    run("ada", "credential delete keys", 2)
    run("ada", "workflow submit secret.yaml", 1, out="none-such")


def people(client, home) -> None:
    """By a token of the home's owner, who is an administrator."""
    run = client.run
    path = f"/api/auth/access_token/osmo-bench?expires_at={NEXT_WEEK}"
    client.known["owner"] = json.loads(home.post(path))
    try:
        run("boss", "login {url} --method token --token {owner}", out="Welcome")
        run("boss", "user create vera --roles osmo-user", out="vera")
        run("boss", "user create vera", 2, out="vera")
        run("boss", "user list", out="vera")
        run("boss", "user list -t json", json=lambda a: a)
        run("boss", "user get vera", out=["vera", "osmo-user"])
        run("boss", "user update vera --add-roles operator", 0)
        run("boss", "user get vera -t json", json=lambda a: len(a["roles"]) == 2)
        run("boss", "user update vera --remove-roles operator", 0)
        run("boss", f"token set bot --user vera -e {NEXT_WEEK}", keep=r"(?P<bot>[\w-]{22})")
        run("vera", "login {url} --method token --token {bot}", out="Welcome vera")
        run("vera", "workflow list", out="no workflows")
        run("vera", "user list", 2, out="may not do this")
        run("boss", "token list --user vera", out="bot")
        run("boss", "token delete bot --user vera", 0)
        run("vera", "workflow list", 2, out="was revoked")
        run("boss", "user delete vera --force", 0)
        run("boss", "user get vera", 2, out="vera not found")
        run("ada", "user list", 2, out="may not do this")
    finally:
        home.post("/api/auth/access_token/osmo-bench", method="DELETE")


def configuration(client, home) -> None:
    run = client.run
    path = f"/api/auth/access_token/osmo-bench?expires_at={NEXT_WEEK}"
    client.known["owner"] = json.loads(home.post(path))
    try:
        run("boss", "login {url} --method token --token {owner}", out="Welcome")
        run("boss", "config show SERVICE", json=lambda a: a["service_base_url"])
        run("boss", "config show WORKFLOW", json=lambda a: a["max_num_tasks"] == 20)
        run("boss", "config show WORKFLOW workflow_info tags", out="nightly")
        run("boss", "config show POOL", json=lambda a: a["pools"]["default"])
        run("boss", "config show POOL default", out="ONLINE")
        run("boss", "config show BACKEND", json=lambda a: a["backends"])
        run("boss", "config show ROLE", json=lambda a: a[0]["policies"])
        for kind in ("POD_TEMPLATE", "GROUP_TEMPLATE", "RESOURCE_VALIDATION", "BACKEND_TEST"):
            run("boss", f"config show {kind}", json=lambda a: a == {})
        run("boss", "config list", 0)
        run("boss", "config history", 0)
        (client.folder / "service.json").write_text('{"service_base_url": "http://elsewhere"}')
        run("boss", "config update SERVICE --file service.json -d test", 2, out="nothing was changed")
        run("boss", "config delete POOL default -d test", 2, out="sesamo fleet apply")
        run("boss", "config rollback POOL:1 --description test", 2)
        run("boss", "config set ROLE osmo-paris pool --description test", out="Successfully set")
        run("boss", "config show ROLE osmo-paris", json=lambda a: a["policies"][0]["resources"])
        run("boss", "user create pat --roles osmo-paris", 0)
        run("boss", "config delete ROLE osmo-paris -d test", 2, out="is that of pat")
        run("boss", "user delete pat --force", 0)
        run("boss", "config delete ROLE osmo-paris -d test", 0)
        run("boss", "config history ROLE", out="osmo-paris")
        run("boss", "config rollback ROLE:1 --description test", 0)
        run("boss", "config tag ROLE:1 --set good", 0)
        run("boss", "config diff ROLE:1 ROLE:2", 0)
        (client.folder / "workflow.json").write_text('{"max_num_tasks": 21}')
        run("boss", "config update WORKFLOW --file workflow.json -d test", out="Successfully updated")
        run("boss", "config show WORKFLOW", json=lambda a: a["max_num_tasks"] == 21)
        (client.folder / "pool.json").write_text('{"enable_maintenance": true}')
        run("boss", "config update POOL default --file pool.json -d cables", 2)
        run("ada", "config show SERVICE", 2, out="may not do this")
    finally:
        home.post("/api/auth/access_token/osmo-bench", method="DELETE")


def mistakes(client, home) -> None:
    run = client.run
    unknown = "Workflow nobody-1 is not found"
    run("ada", "workflow query nobody-1", 2, out=unknown)
    run("ada", "workflow query nobody-1 -t json", 2, json=lambda a: unknown in a["message"])
    run("ada", "workflow logs nobody-1", 2, out=unknown)
    run("ada", "workflow events nobody-1", 2, out=unknown)
    run("ada", "workflow spec nobody-1", 2, out=unknown)
    run("ada", "workflow cancel nobody-1", 0, out=unknown)
    run("ada", "workflow restart nobody-1", 2, out=unknown)
    run("ada", "workflow logs {hello} --task nobody", 2, out="Task nobody of workflow {hello}")
    run("ada", "workflow submit wrong.yaml", 1, out="submit failed")
    run("ada", "workflow submit wrong.yaml -t json", 1, json=lambda a: a["message"])
    run("ada", "workflow validate wrong.yaml", 1)
    run("ada", "workflow submit big.yaml", 1, out="does not fit")
    run("ada", "workflow submit plain.yaml --pool nowhere", 2, out="Pool nowhere not found")
    run("ada", "workflow submit nowhere.yaml", 1, out="No such file")
    run("ada", "workflow list --label 'a=(b'", 2)
    run("ada", "nonsense", 2)


def several_pools(client, home) -> None:
    """A fleet of emulated pools is applied, and given up again."""
    run = client.run
    home.post("/api/sesamo/v1/fleet", FLEET.encode(), "PUT")
    try:
        run("ada", "pool list", out=["paris", "frankfurt"])
        run("ada", "resource list --pool frankfurt", out=["l20", "cpu"], absent="paris")
        run("ada", "resource list --pool frankfurt --platform l20", out="l20",
            absent="frankfurt +cpu")
        run("ada", "resource list", out=["paris", "frankfurt"])
        run("ada", "resource list --all", out=["paris", "frankfurt"])
        run("ada", "resource list --all -t json", json=lambda a: len(a["resources"]) == 4,
            keep=r'"node": "(?P<far>[^"]+)"')
        run("ada", "resource info {far}", out="Resource Name: {far}")
        run("ada", "profile list", out=["any", "paris", "frankfurt"])
        run("ada", "workflow submit hello.yaml", keep=SUBMITTED.format("any"))
        run("ada", "workflow submit hello.yaml --pool paris", keep=SUBMITTED.format("paris"))
        run("ada", "workflow logs {any}", out="hello")
        run("ada", "workflow logs {paris}", out="hello")
        run("ada", "workflow list --pool paris", out="{paris}")
        run("ada", "task list -s COMPLETED --pool paris", out="{paris}")
        run("ada", "profile set pool paris", out="Profile Set")
        run("ada", "workflow submit half.yaml", keep=SUBMITTED.format("halfway"))
        run("ada", "workflow logs {halfway}", out="first ran")
        run("ada", "workflow restart {halfway}", keep=r"Workflow ID +- (?P<restFar>\S+)")
        run("ada", "workflow logs {restFar}", out="made")
        run("ada", "logout", 0)
        run("ada", "pool list", 2, out="Must login first")
    finally:
        home.post("/api/sesamo/v1/fleet", method="DELETE")
