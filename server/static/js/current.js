// On a narrow screen the workspace's pages lie in a strip: bring the one we are on into view.
document.querySelector(".work-nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
