"""The shape of a workflow as pydantic models: fields, types and names, as far as a schema says them."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Name = Annotated[str, Field(pattern=r"^[a-zA-Z]([a-zA-Z0-9_-]*[a-zA-Z0-9])?$", max_length=64)]


class Model(BaseModel):
    """Takes numbers for texts, and no unknown fields."""

    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True)


class Input(Model):
    task: str | None = None
    url: str | None = None
    regex: str = ""


class Output(Model):
    url: str
    regex: str = ""


class Kpi(Model):
    index: str
    path: str


class TaskFile(Model):
    path: str
    contents: str = ""
    base64: bool = False
    localpath: str | None = None


class Checkpoint(Model):
    path: str
    url: str
    frequency: int | float | str
    regex: str = ""


class Topology(Model):
    key: str
    group: str = "default"
    requirementType: Literal["required", "preferred"] = "required"


class Resource(Model):
    cpu: int | None = None
    gpu: int | None = None
    memory: str | None = None
    storage: str | None = None
    platform: str | None = None
    nodesExcluded: list[str] = []
    topology: list[Topology] = []


class Task(Model):
    name: Name
    image: str
    command: Annotated[list[str], Field(min_length=1)]
    args: list[str] = []
    inputs: list[Input] = []
    outputs: list[Output] = []
    kpis: list[Kpi] = []
    lead: bool = False
    environment: dict[str, str | bool] = {}
    files: list[TaskFile] = []
    privileged: bool = False
    hostNetwork: bool = False
    volumeMounts: list[str] = []
    credentials: dict[str, str | dict[str, str]] = {}
    downloadType: Literal["download"] | None = None
    cacheSize: str | None = None
    exitActions: dict[str, str] = {}
    checkpoint: list[Checkpoint] = []
    resource: str = "default"
    resources: Resource | None = None
    backend: str = ""


class Group(Model):
    name: Name
    barrier: bool = True
    ignoreNonleadStatus: bool = True
    tasks: Annotated[list[Task], Field(min_length=1)]


class Timeout(Model):
    exec_timeout: int | float | str | None = None
    queue_timeout: int | float | str | None = None


class Workflow(Model):
    name: Name
    labels: dict[str, str] = {}
    pool: str = ""
    groups: list[Group] = []
    tasks: list[Task] = []
    resources: dict[str, Resource] = {"default": Resource()}
    timeout: Timeout = Timeout()
    backend: str = ""


class File(Model):
    workflow: Workflow
